"""Options that several commands share."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
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

NO_OPTIONS = ("name", "seed", "recorded", "step_seconds")
"""Words that a command has a meaning of its own for, where it makes a task."""

Json = Annotated[
    bool,
    typer.Option("--json", rich_help_panel=OUTPUT, help="Print one JSON object, and nothing else, on standard output."),
]
Width = Annotated[
    float, typer.Option("--width", metavar="INCHES", help="Of the plot: 7.2 fills a page, 3.5 one of two columns.")
]
Cite = Annotated[
    list[str] | None,
    typer.Option(
        "--cite",
        metavar="NAME",
        help="Draw a published result beside the runs, marked as cited: td-mpc2, sac, dreamer-v3, brc ... or all. May be repeated.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", rich_help_panel=OUTPUT, help="Show no progress, only the result.")
]
Watch = Annotated[
    bool,
    typer.Option(
        "--watch",
        rich_help_panel=OUTPUT,
        help="Open the run's page in the browser, which follows it as it goes on (robotrace watch RUN).",
    ),
]
Track = Annotated[
    list[str] | None,
    typer.Option(
        "--track",
        metavar="NAME[:PROJECT]",
        rich_help_panel=OUTPUT,
        help="Tell an experiment tracker of the run as it goes on: tensorboard, trackio, wandb or mlflow (an extra of the same "
        "name installs it), or ./mine.py:Mine. May be repeated.",
    ),
]
PolicyOrRun = Annotated[
    str, typer.Argument(metavar="POLICY_OR_RUN", help="A bundled controller, ./file.py:function, or a run folder.")
]
PlayedOn = Annotated[str | None, typer.Option("--task", help="A task's name. Default: the run's.")]
GoalSplit = Annotated[str, typer.Option("--split", help="heldout for goals that training never saw, or train.")]
GoalSeed = Annotated[int | None, typer.Option("--seed", "--goal-seed", help="Of the goals. Default: the run's, or 0.")]
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
EnvKwargs = Annotated[
    list[str] | None,
    typer.Option(
        "--env-kwargs",
        metavar="NAME=VALUE",
        rich_help_panel=ROBOT,
        help="An option of the task's own, such as g=1.6 for Pendulum-v1, as if its name were Pendulum-v1?g=1.6; or several as one "
        "JSON object. May be repeated.",
    ),
]
Success = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=ROBOT,
        help="Which success counts: any (at any step, which ends an episode) or last (solved at its last step). Default: any.",
    ),
]
Goal = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=ROBOT,
        help="visible, or hidden as in Meta-World's ML1: the controller sees the previous reward instead, has a memory, and has to "
        "search. Default: visible. (How many goals: --goals.)",
    ),
]
StepSeconds = Annotated[
    float | None,
    typer.Option(
        rich_help_panel=ROBOT,
        help="Seconds that a reset or a step of the task may take before it is said to hang. Default: the task's, or 60.",
    ),
]
Student = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="Of the problems of prompts/: the model that is prompted, at ROBOTRACE_STUDENT_URL, else OPENAI_BASE_URL; local for "
        "the one of the extra student, none for one that says nothing. Default: local.",
    ),
]
Iterations = Annotated[
    int | None, typer.Option(rich_help_panel=SEARCH, help="Largest number of rounds of proposals. Default: 20.")
]
Goals = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH, help="Training goals to begin with. Default: 5, of returns 10; of a data set all rows."
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH, help="Training cases of a round, others each round. Default: the same ones in all."
    ),
]
Retest = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH,
        help="Further training cases on which what does better has to do better too. Default: none, of returns 20.",
    ),
]
Stages = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH,
        help="Parts of training, each with episodes twice as long as the one before, the last with whole ones. Default: 1.",
    ),
]
Heldout = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=SEARCH, help="Held-out goals to try the result on. Default: 50; of a data set all rows."
    ),
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
        help="archive continues from the best controller so far, plateau also from one that is as good and fails otherwise, greedy "
        "from the newest that runs. Default: archive; of what is no robot's, plateau.",
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
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        rich_help_panel=SEARCH,
        help="Any further option of the optimizer, such as population=8 for tune, or one of your own optimizer's; VALUE is "
        "JSON or a word. May be repeated.",
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
Workers = Annotated[
    int | None,
    typer.Option(
        rich_help_panel=MACHINE,
        help="Processes that try episodes, rows or cases side by side; the results are the same with any number. Default: one a "
        "core.",
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


def capped(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for each cap on a run, in place of its parameter `caps`: the caps that are given, by name."""
    from robotrace.opto import METERS

    signature = inspect.signature(command, eval_str=True)
    options = {f"max_{meter.name}": meter for meter in METERS}

    @functools.wraps(command)
    def with_caps(**arguments: Any) -> None:
        caps = given(**{meter.name: arguments.pop(option) for option, meter in options.items()})
        command(**arguments, caps=caps)

    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        if parameter.name != "caps":
            parameters.append(parameter)
            continue
        for option, meter in options.items():
            typed = Annotated[
                meter.kind | None, typer.Option(meter.flag, rich_help_panel=BUDGET, help=meter.cap_help)  # type: ignore[name-defined]
            ]
            parameters.append(inspect.Parameter(option, parameter.kind, default=None, annotation=typed))
    with_caps.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_caps.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_caps


def first(*values: Any) -> Any:
    """The first that is not None."""
    return next((value for value in values if value is not None), None)


def given(**options: Any) -> dict[str, Any]:
    """The options that are not None."""
    return {name: value for name, value in options.items() if value is not None}


def pairs(given: Sequence[str]) -> dict[str, Any]:
    """What stands in `--option NAME=VALUE`, by name.

    Raises:
        OptionError: An option has no name or no value.
    """
    return {name: value for text in given for name, value in _pair("--option", text, "population=8").items()}


def of_task(told: Mapping[str, Any], env_kwargs: Sequence[str] | None) -> dict[str, Any]:
    """The options that a task is made with: those that have a name on the command line, and those in `--env-kwargs`.

    Args:
        told: The former, by name; None for one that was not given.
        env_kwargs: The latter, each NAME=VALUE or a JSON object.

    Raises:
        OptionError: One has no name or no value, or is given twice, and otherwise.
    """
    from robotrace.episodes.spelled import refuse_taken

    options = given(**told)
    for text in env_kwargs or ():
        own = _env_kwargs(text)
        refuse_taken(own, "--env-kwargs", NO_OPTIONS)
        for name, value in own.items():
            if name in options and options[name] != value:
                raise OptionError(
                    f"--env-kwargs says {name}={value!r:.100}, found {name}={options[name]!r:.100} too: leave one out."
                )
            options[name] = value
    return options


def with_options(name: str, env_kwargs: Sequence[str] | None) -> str:
    """A task's name with the options of `--env-kwargs` behind it."""
    options = of_task({}, env_kwargs)
    behind = "&".join(
        f"{option}={value if isinstance(value, str) else json.dumps(value)}" for option, value in options.items()
    )
    return f"{name}{'&' if '?' in name else '?'}{behind}" if behind else name


def _env_kwargs(text: str) -> dict[str, Any]:
    if not text.lstrip().startswith("{"):
        return _pair("--env-kwargs", text, "g=1.6")
    try:
        read = json.loads(text)
    except ValueError as error:
        raise OptionError(f"--env-kwargs: expected a JSON object, found {text[:100]!r}: {error}.") from error
    options: dict[str, Any] = read
    return options


def _pair(option: str, text: str, example: str) -> dict[str, Any]:
    name, equals, value = text.partition("=")
    if not (name.isidentifier() and equals and value):
        raise OptionError(f"{option}: expected NAME=VALUE, such as {example}; found {text[:100]!r}.")
    try:
        return {name: json.loads(value)}
    except ValueError:
        return {name: value}


def named(option: str, name: str | None, recorded: str | None) -> str:
    """A task's name, as given or else as recorded.

    Raises:
        OptionError: No name was given, and none is recorded.
    """
    task = name or recorded
    if task is None:
        raise OptionError(f"{option} is missing: which task? `robotrace tasks` lists them.")
    return task
