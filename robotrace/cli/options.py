"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from robotrace.errors import OptionError

ROBOT, SEARCH, MODEL, BUDGET, MACHINE, OUTPUT = (
    "Robot",
    "Search",
    "Language model",
    "Budget",
    "Machine",
    "Output",
)

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
Iterations = Annotated[
    int | None, typer.Option(rich_help_panel=SEARCH, help="Largest number of rounds of proposals. Default: 20.")
]
Goals = Annotated[int | None, typer.Option(rich_help_panel=SEARCH, help="Training goals to begin with. Default: 5.")]
Heldout = Annotated[
    int | None, typer.Option(rich_help_panel=SEARCH, help="Held-out goals to try the result on. Default: 50.")
]
HeldoutCurve = Annotated[
    bool | None,
    typer.Option(
        "--heldout-curve",
        rich_help_panel=SEARCH,
        help="Try each new best controller on them too, for the plot. The optimizer sees nothing of it.",
    ),
]
Search = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=SEARCH,
        help="archive goes on from the best controller so far, greedy from the newest that runs. Default: archive.",
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH,
        help="Proposals of the language model a round, one call each, tried side by side. Default: 1.",
    ),
]
Retries = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH,
        help="How often a reply that cannot be used goes back with the reason in the same round, a call each time. "
        "Default: 1.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(rich_help_panel=MODEL, help="Which model is asked. Default: the variable ROBOTRACE_MODEL."),
]
Llm = Annotated[
    str | None,
    typer.Option(
        metavar="replay:RUN",
        rich_help_panel=MODEL,
        help="Go through a run once more with its recorded replies and settings: no key, no network, nothing to pay.",
    ),
]
View = Annotated[
    str | None,
    typer.Option(rich_help_panel=MODEL, help="How the trace is shown: folded, masked or full. Default: folded."),
]
Memory = Annotated[int | None, typer.Option(rich_help_panel=MODEL, help="How many earlier attempts it is shown.")]
ReplyForm = Annotated[
    str | None,
    typer.Option(
        "--reply",
        rich_help_panel=MODEL,
        help="The form that its answer is to have: fences (a labelled block a variable) or json. Default: fences.",
    ),
]
Vision = Annotated[
    bool | None,
    typer.Option(
        "--vision",
        rich_help_panel=MODEL,
        help="Show it some pictures of an episode too, where the task can be drawn; for models that see.",
    ),
]
Temperature = Annotated[
    float | None, typer.Option(rich_help_panel=MODEL, help="Of its sampling. Default: the endpoint's.")
]
ReasoningEffort = Annotated[
    str | None,
    typer.Option(rich_help_panel=MODEL, help="Such as low or high, for models that know it. Default: the endpoint's."),
]
Timeout = Annotated[
    float | None,
    typer.Option(rich_help_panel=MODEL, help="Seconds of silence after which a call is tried again. Default: 600."),
]
MaxCalls = Annotated[
    int | None,
    typer.Option(rich_help_panel=BUDGET, help="Stop before a call too many. Whatever was paid for is tried first."),
]
MaxTokens = Annotated[
    int | None, typer.Option(rich_help_panel=BUDGET, help="No call once so many were sent and received.")
]
MaxUsd = Annotated[
    float | None,
    typer.Option(rich_help_panel=BUDGET, help="No call once so many dollars are spent; needs a model of known price."),
]
MaxEnvSteps = Annotated[
    int | None, typer.Option(rich_help_panel=BUDGET, help="No round once training took so many environment steps.")
]
MaxSeconds = Annotated[
    float | None,
    typer.Option(rich_help_panel=BUDGET, help="No round after so long; the held-out test still follows."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=MACHINE,
        help="Processes that run episodes side by side; the results are the same with any number. Default: one a core.",
    ),
]
Pool = Annotated[
    str | None,
    typer.Option(
        metavar="BACKEND",
        rich_help_panel=MACHINE,
        help="What runs them: serial (this process), processes, ray or ray:ADDRESS (a cluster: auto, local, "
        "ray://host:10001), or ./file.py:Class. Default: processes.",
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", hidden=True, callback=lambda address: address and f"ray:{address}"),
]
"""An earlier spelling of --pool ray:ADDRESS."""
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
