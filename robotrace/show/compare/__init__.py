"""Runs of several methods side by side: who is compared with whom, as a table, a plot and JSON."""
