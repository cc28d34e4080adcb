"""The only module that prints: results on standard output, all else on standard error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from rich.console import Console, RenderableType

from robotrace.results import Run, read_run


def note(words: str, quiet: bool = False) -> None:
    """Say something that is not the result."""
    if not quiet:
        typer.echo(words, err=True)


def errors(quiet: bool) -> Console:
    """Standard error, where everything is shown that is not the result."""
    return Console(stderr=True, quiet=quiet, highlight=False)


def print_rich(renderable: RenderableType, *, soft_wrap: bool = False) -> None:
    """Print a table, a card or code."""
    Console(highlight=False).print(renderable, soft_wrap=soft_wrap)


def print_json(body: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    typer.echo(json.dumps(body, allow_nan=False))


def read(path: Path) -> Run:
    """Read a run folder, and say what was odd about it."""
    run = read_run(path)
    for words in run.notes:
        note(words)
    return run
