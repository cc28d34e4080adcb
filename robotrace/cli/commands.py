"""The command line: it parses, calls and prints. Everything that it does can be done from Python."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from robotrace.cli.late import LateCommand
from robotrace.cli.output import OutputError, echo, kept_apart, log_here, note, settled
from robotrace.errors import OptionError, RobotraceError, UnknownNameError
from robotrace.parting import part
from robotrace.text import one_line

MOST = 2000  # characters of an error
RARELY = 50_000
"""New objects before Python looks for cycles among them: imports make many, and none that can be freed."""
USAGE = (UnknownNameError, OptionError)
COMMANDS = (
    LateCommand(
        "tasks",
        "robotrace.cli.tasks:tasks",
        "List the tasks and problems, with what each of them asks for.",
    ),
    LateCommand(
        "show",
        "robotrace.cli.show:show",
        "Show a task whole: what is to be done, what a controller is given and returns, its goals, and the smallest controller.",
    ),
    LateCommand(
        "new",
        "robotrace.cli.new:new",
        "Write a file to begin with, which runs as it is, and name the commands that run it.",
    ),
    LateCommand(
        "train",
        "robotrace.cli.train:train",
        "Train a controller on a task, and try the best one on goals that training never saw.",
    ),
    LateCommand(
        "eval",
        "robotrace.cli.evaluate:evaluate",
        "Measure a success rate, with its 95 % interval, and list what fails: a controller on goals, or a problem's candidate.",
    ),
    LateCommand(
        "report",
        "robotrace.cli.report:report",
        "Write one page of one or several runs: the robot beside the line that acts, the curve, the goals, every candidate.",
    ),
    LateCommand(
        "watch",
        "robotrace.cli.watch:watch",
        "Serve the page of a run, live: what is new appears by itself, until Ctrl-C.",
    ),
    LateCommand(
        "explain",
        "robotrace.cli.explain:explain",
        "Say why a goal fails: what happened, how often each line of the controller returned, and the trace.",
    ),
    LateCommand(
        "video",
        "robotrace.cli.video:video",
        "Film one episode: the robot, and beneath it the timestep, the controller's line and whether the task is solved.",
    ),
    LateCommand(
        "plot", "robotrace.cli.plot:plot", "Draw the success rate of one or several runs, with 95 % intervals."
    ),
    LateCommand(
        "compare",
        "robotrace.cli.compare:compare",
        "Compare optimizers: held-out success, what it took, and who solved which goal.",
    ),
    LateCommand(
        "suite",
        "robotrace.cli.suite:suite",
        "Train on many tasks with several optimizers and seeds, side by side, and summarise it all.",
    ),
    LateCommand(
        "baseline",
        "robotrace.cli.baseline:baseline",
        "Measure what code is compared with, on the same held-out goals: a run that plot and compare take beside others.",
    ),
    LateCommand(
        "export",
        "robotrace.cli.export:export",
        "Take what a run found elsewhere: one Python file, or a folder for a model hub.",
    ),
    LateCommand(
        "check",
        "robotrace.cli.check:check",
        "Look for mistakes in what you bring: each in one line, with what was expected, what was found and what to do.",
    ),
    LateCommand(
        "doctor",
        "robotrace.cli.doctor:doctor",
        "Say what this machine offers: how well the sandbox keeps controllers in, rendering, cores, the language model.",
    ),
    LateCommand(
        "student",
        "robotrace.cli.student:student",
        "Serve a small language model on this machine, to be prompted: no network, no key of anybody's. Needs the extra student.",
    ),
    LateCommand(
        "guide",
        "robotrace.cli.guide:show_guide",
        "Show a guide, or list them: what to type, what you see, and what to do when it goes wrong.",
    ),
)


class Commands(TyperGroup):
    """The commands; an error that robotrace raises on purpose becomes one line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for command in COMMANDS:
            self.add_command(command)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        log_here()
        try:
            return super().invoke(ctx)
        except OutputError as error:
            note(f"robotrace: {error}", quiet=error.unread)
            raise typer.Exit(1) from error
        except RobotraceError as error:
            note(f"robotrace: {one_line(str(error), MOST)}")
            raise typer.Exit(2 if isinstance(error, USAGE) else 1) from error
        except KeyboardInterrupt as stop:
            note(f"robotrace: stopped. {stop}".rstrip())
            raise typer.Exit(130) from stop


app = typer.Typer(
    name="robotrace",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,  # they may hold a key
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """The console script."""
    gc.set_threshold(RARELY)
    atexit.register(part)
    with settled(), kept_apart(sys.argv):
        app()


def _version(wanted: bool) -> None:
    if wanted:
        import robotrace

        echo(f"robotrace {robotrace.__version__}")
        raise typer.Exit


@app.callback()
def about(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Robot controllers that people can read, trained by rewriting their code.

    Begin with this. It trains a controller, tries it on goals that it never saw and draws its success, without a key:

    \b
      robotrace train pick-place-v3
    """
