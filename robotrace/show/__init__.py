"""Runs as people see them: curves, tables and cards, read from run folders only."""
