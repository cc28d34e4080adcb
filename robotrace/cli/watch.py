"""`robotrace watch`, and the page of a run that `robotrace train --watch` opens."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from robotrace.cli.options import OUTPUT, Quiet
from robotrace.cli.output import echo, note, read
from robotrace.cli.report import shown_run
from robotrace.errors import OptionError
from robotrace.results import RunFolder

if TYPE_CHECKING:
    from robotrace.results import Run
    from robotrace.show.report.page import Shown

PARTING = 5
"""Seconds for which a finished training waits until its open page has been told."""


def watch(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder.")],
    *,
    task: Annotated[
        str | None, typer.Option(help="The run's task, where it is one of your own: ./mine.py:make_task.")
    ] = None,
    play: Annotated[
        bool, typer.Option(help="When the run has ended, play some episodes again, as robotrace report does.")
    ] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 0,
    open_it: Annotated[
        bool, typer.Option("--open/--no-open", rich_help_panel=OUTPUT, help="Open it in the browser.")
    ] = True,
    quiet: Quiet = False,
) -> None:
    """Serve the page of a run, live: what is new appears by itself, until Ctrl-C.

    It is served to this machine alone (127.0.0.1), at an address with a random part, and nothing can be changed through it. It
    tells when the run has been killed, is resumed, has ended or is deleted.

    \b
      robotrace watch results/push
      robotrace train push-v3 --watch        the same while it trains
    """
    from robotrace.show.report.live import LivePage

    read(run)

    def look(ended: Run) -> Shown:
        return shown_run(ended, task, play=play, pictures=True, alone=True)

    try:
        page = LivePage(RunFolder(run), look=look, port=port)
    except OSError as error:
        raise OptionError(
            f"--port {port} cannot be used: {error.strerror}. Leave it out for one that is free."
        ) from error
    with page, suppress(KeyboardInterrupt):
        echo(page.url)
        note("Ctrl-C ends it.", quiet)
        if open_it:
            open_page(page.url)
        threading.Event().wait()


@contextmanager
def beside(path: Path, wanted: bool, quiet: bool) -> Iterator[None]:
    """The live page of a run that is about to be trained, for as long as that lasts; nothing where it is not wanted."""
    if not wanted:
        yield
        return
    from robotrace.show.report.live import LivePage

    with LivePage(RunFolder(path)) as page:
        note(f"watch it: {page.url}", quiet)
        open_page(page.url)
        yield
        page.wait_until_told(PARTING)


def open_page(url: str) -> None:
    """Open an address in the user's browser; without a screen nothing happens, for a text browser would take the terminal."""
    if sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")):
        webbrowser.open(url)
