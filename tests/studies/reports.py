"""The pages of the published runs, one a run, and an index of them. They stay out of git: the runs are there, and make them anew.

    python tests/studies/reports.py [FOLDER ...] [--out FOLDER] [--workers N] [--no-pictures]

A FOLDER is a run or holds runs at any depth; without one, results/published. Each page is what `robotrace report RUN` writes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from urllib.parse import quote

from robotrace.results import RunFolder, read_run
from robotrace.text import one_line

PUBLISHED = Path(__file__).parents[2] / "results" / "published"
HEAD = "<!DOCTYPE html>\n<meta charset='utf-8'>\n<title>Published runs</title>\n<h1>Published runs</h1>\n"


def runs_in(folders: Iterable[Path]) -> list[tuple[Path, Path]]:
    """The runs below folders, each with its place among the pages: that of the folder, without its ending."""
    found: dict[Path, Path] = {}
    for folder in folders:
        for file in sorted(folder.rglob("events.jsonl")):
            run = file.parent
            if RunFolder(run).exists:
                found[run] = Path(folder.name) / run.relative_to(folder)
    return [*found.items()]


def write_page(run: Path, page: Path, options: Sequence[str] = ()) -> str:
    """Write a run's page.

    Returns:
        Why it could not be written; "" if it was.
    """
    page.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", "from robotrace.cli import main; main()", "report", str(run), "--out", str(page)]
    done = subprocess.run([*command, "--quiet", *options], capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


def index(pages: Iterable[tuple[Path, Path]], out: Path) -> str:
    """The list of all pages as HTML, each with its run's task, who trained it and what came of it."""
    rows = []
    for run, page in pages:
        it = read_run(run)
        words = escape(one_line(f"{it.task}, {it.optimizer}: {it.result}", 200))
        rows.append(
            f"<li><a href='{quote(str(page.relative_to(out)))}'>{escape(str(page.relative_to(out)))}</a> {words}"
        )
    return f"{HEAD}<ul>\n" + "\n".join(rows) + "\n</ul>\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[PUBLISHED], metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=Path("build/reports"), metavar="FOLDER")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), metavar="N", help="pages side by side")
    parser.add_argument(
        "--no-pictures", action="store_true", help="lines and traces without the robot: smaller, sooner"
    )
    options = parser.parse_args()
    pages = [(run, options.out / place.parent / f"{place.name}.html") for run, place in runs_in(options.folders)]
    if not pages:
        sys.exit(f"No run is in {', '.join(map(str, options.folders))}.")
    told = ["--no-pictures"] if options.no_pictures else []
    with ThreadPoolExecutor(options.workers) as workers:
        said = list(workers.map(lambda it: write_page(*it, told), pages))
    written = [it for it, why in zip(pages, said, strict=True) if not why]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "index.html").write_text(index(written, options.out), encoding="utf-8")
    size = sum(page.stat().st_size for _, page in written)
    print(f"{options.out / 'index.html'}: {len(written)} pages, {size / 1e6:.1f} MB")
    if failed := [f"{run}: {why}" for (run, _), why in zip(pages, said, strict=True) if why]:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
