"""`robotrace guide`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import echo, print_json, print_rich
from robotrace.guides import NAMES, guide
from robotrace.show import listing as show


def show_guide(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which one.", show_default=False)] = None,
    as_json: Json = False,
) -> None:
    """Show a guide, or list them: what to type, what you see, and what to do when it goes wrong.

    \b
      robotrace guide                     all of them
      robotrace guide first-controller    one; piped, as Markdown
    """
    if name is None:
        found = [guide(known) for known in NAMES]
        if as_json:
            print_json({"guides": [{"name": one.name, "title": one.title} for one in found]})
        else:
            print_rich(show.guides_table(found))
        return
    one = guide(name)
    if as_json:
        print_json({"name": one.name, "title": one.title, "text": one.text})
    elif sys.stdout.isatty():
        from robotrace.show.markdown import markdown

        print_rich(markdown(one.text))
    else:
        echo(one.text.rstrip("\n"))
