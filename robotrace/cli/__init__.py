"""The command line: it parses, calls and prints. Everything that it does can be done from Python."""

from robotrace.cli.commands import app, main

__all__ = ["app", "main"]
