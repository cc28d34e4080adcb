"""The command line: it parses, calls and prints. Everything that it does can be done from Python."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from robotrace.cli.check import check
from robotrace.cli.compare import compare
from robotrace.cli.doctor import doctor
from robotrace.cli.evaluate import evaluate
from robotrace.cli.guide import show_guide
from robotrace.cli.output import OutputError, echo, log_here, note, settled
from robotrace.cli.plot import plot
from robotrace.cli.tasks import tasks
from robotrace.cli.train import train
from robotrace.errors import OptionError, RobotraceError, UnknownNameError
from robotrace.text import one_line

MOST = 2000  # characters of an error
USAGE = (UnknownNameError, OptionError)


class Commands(TyperGroup):
    """The commands; an error that robotrace raises on purpose becomes one line."""

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


app.command()(tasks)
app.command()(train)
app.command("eval")(evaluate)
app.command()(plot)
app.command()(compare)
app.command()(check)
app.command()(doctor)
app.command("guide")(show_guide)


def main() -> None:
    """The console script."""
    with settled():
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
