"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from robotrace.errors import OptionError

ROBOT, MODEL, MACHINE, OUTPUT = "Robot", "Language model", "Machine", "Output"

Json = Annotated[
    bool,
    typer.Option("--json", rich_help_panel=OUTPUT, help="Print one JSON object, and nothing else, on standard output."),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", rich_help_panel=OUTPUT, help="Show no progress, only the result.")
]
Control = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=ROBOT,
        help="How actions drive the robot: macro (a hand target, tracked for some simulator steps) or raw "
        "(Meta-World's own protocol). Success rates hold for one control only. Default: macro.",
    ),
]
Hold = Annotated[
    int | None, typer.Option(rich_help_panel=ROBOT, help="Simulator steps that a macro action lasts. Default: 10.")
]
Horizon = Annotated[
    int | None, typer.Option(rich_help_panel=ROBOT, help="Most actions in an episode. Default: 50, raw 500.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=MACHINE,
        help="Processes that run episodes side by side; the results are the same with any number. Default: one a core.",
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", rich_help_panel=MACHINE, help="Run them on a Ray cluster: auto, local, or ray://host:10001."
    ),
]
Trust = Annotated[
    bool,
    typer.Option(
        "--trust",
        rich_help_panel=MACHINE,
        help="Run controllers unprotected, with all that you may do. Without it they run in a sandbox.",
    ),
]


def first(*values: Any) -> Any:
    """The first that is not None."""
    return next((value for value in values if value is not None), None)


def given(**options: Any) -> dict[str, Any]:
    """The options that are not None."""
    return {name: value for name, value in options.items() if value is not None}


def named(option: str, name: str | None, recorded: str | None) -> str:
    """A task's name, as given or else as recorded.

    Raises:
        OptionError: neither is there.
    """
    found = name or recorded
    if found is None:
        raise OptionError(f"{option} is missing: which task? `robotrace tasks` lists them.")
    return found
