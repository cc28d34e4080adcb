"""`robotrace report`."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from robotrace.cli.options import OUTPUT, Json, Quiet
from robotrace.cli.output import echo, errors, note, print_json, read
from robotrace.cli.subject import task_for
from robotrace.errors import OptionError, RobotraceError
from robotrace.opto import ROBOT

if TYPE_CHECKING:
    from robotrace.results import Run
    from robotrace.show.report.page import Shown


ENDINGS = (".html", ".htm")


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Run folders.")],
    *,
    out: Annotated[Path, typer.Option(help="Where to.")] = Path("report.html"),
    task: Annotated[
        str | None, typer.Option(help="The runs' task, where it is one of your own: ./mine.py:make_task.")
    ] = None,
    play: Annotated[
        bool,
        typer.Option(help="Play some episodes again, in the sandbox, so that the robot and its lines can be seen."),
    ] = True,
    pictures: Annotated[bool, typer.Option(help="Draw them too.")] = True,
    open_it: Annotated[bool, typer.Option("--open", rich_help_panel=OUTPUT, help="Open it in the browser.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write one page of one or several runs: the robot beside the line that acts, the curve, the goals, every candidate.

    It is one file that needs no network. Of a single run the best candidate and earlier ones are played on a solved and a failing
    goal; of several the best one of each.

    \b
      robotrace report results/push
      robotrace report results/push-* --out push.html
    """
    from robotrace.show.report.page import page

    if out.suffix not in ENDINGS:  # so that no other file is overwritten by mistake
        raise OptionError(f"--out: expected a file that ends in {' or '.join(ENDINGS)}, found {str(out)!r}.")
    if out.is_dir():
        raise OptionError(f"--out: expected a file, found the folder {str(out)!r}.")
    with errors(quiet or as_json).status("playing and drawing"):
        shown = [shown_run(read(run), task, play=play, pictures=pictures, alone=len(runs) == 1) for run in runs]
        content = page(shown).encode()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise OptionError(f"--out: {str(out)!r} cannot be written: {error.strerror}.") from error
    for words in dict.fromkeys(words for one in shown for words in one.notes):
        note(words, quiet)
    if as_json:
        print_json({"file": str(out), "bytes": len(content), "episodes": sum(len(one.plays) for one in shown)})
    else:
        echo(f"{out} ({len(content) / 1e6:.1f} MB)")
    if open_it:
        webbrowser.open(out.resolve().as_uri())


def shown_run(run: Run, task: str | None, *, play: bool, pictures: bool, alone: bool) -> Shown:
    """A run with some episodes; where they cannot be played, it says why."""
    from robotrace.playback.plays import plays_of
    from robotrace.sandbox import Sandbox
    from robotrace.show.report.page import Shown

    if not play or run.words != ROBOT or run.best is None:
        return Shown(run)
    try:
        made = task_for(str(run.folder.path), run, task, command="report")
        with Sandbox() as sandbox:
            plays, why = plays_of(run, made, sandbox=sandbox, pictures=pictures, earlier=alone)
    except RobotraceError as error:
        return Shown(run, notes=[f"Nothing was played: {error}"])
    starts = made.starts("heldout") if hasattr(made, "starts") else None
    return Shown(run, plays, starts, [f"There are no pictures: {why}"] if why and pictures else [])
