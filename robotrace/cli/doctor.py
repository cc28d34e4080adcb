"""`robotrace doctor`."""

from __future__ import annotations

import typer

from robotrace.cli.options import Json
from robotrace.cli.output import errors, print_json, print_rich


def doctor(as_json: Json = False) -> None:
    """Say what this machine offers: how well the sandbox keeps controllers in, rendering, cores, the language model.

    \b
      robotrace doctor

    Exit code 1 where something is not as it should be.
    """
    from robotrace.cli.health import health, health_table

    with errors(as_json).status("looking around"):
        rows = health()
    if as_json:
        print_json({"checks": [row._asdict() for row in rows]})
    else:
        print_rich(health_table(rows))
    if not all(row.ok for row in rows):
        raise typer.Exit(1)
