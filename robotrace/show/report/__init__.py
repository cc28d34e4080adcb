"""Runs as one page, to be opened in a browser without a network: template, style and script are files beside this one."""
