"""Commands whose modules are imported when they are called: `robotrace --help` needs a line of each and no more."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand


class LateCommand(TyperCommand):
    """A command by its place; in listings it is a name and a line.

    Args:
        name: The name on the command line.
        place: The module and the function in it, as "robotrace.cli.tasks:tasks".
        about: The first line of the function's docstring.
    """

    def __init__(self, name: str, place: str, about: str) -> None:
        super().__init__(name, help=about, rich_markup_mode="rich")
        self.place = place

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself, which goes on from here."""
        return self.load().make_context(info_name, args, parent, **extra)

    def load(self) -> Any:
        """The command itself, its module imported."""
        module, _, function = self.place.partition(":")
        alone = typer.Typer(rich_markup_mode="rich", add_completion=False, pretty_exceptions_show_locals=False)
        alone.command(self.name)(getattr(import_module(module), function))
        return typer.main.get_command(alone)
