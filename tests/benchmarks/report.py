"""How long a browser takes to open the page of a large run: 300 candidates, and six episodes of 5,000 steps with pictures.

    python tests/benchmarks/report.py [--candidates N] [--steps N] [--rounds N] [--quick]

From the file's address to a player that shows its first timestep and an idle page, in Debian's chromium, each time in a new window.
What is said of the scrubber is the median of its moves over the whole episode, layout included.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from rows import Row, hand_over

from robotrace.episodes.episode import Episode
from robotrace.opto import Candidate, Case, Ledger, Outcome, Proposal, Spend, Trial, TrialId, Verdict
from robotrace.playback.lines import Lines
from robotrace.playback.plays import PICTURES, Play, webp
from robotrace.results import Run, RunFolder, RunWriter, read_run
from robotrace.show.report.page import Shown, page

MOST, MOVE = 2.0, 0.05
"""Seconds in which the page opens, and in which a move of the scrubber is drawn."""
LARGEST = 5e6
"""Bytes of a page."""
OPENED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
MOVED = """async (steps) => {
  const scrub = document.querySelector(".scrub"), taken = [];
  for (let step = 1; step <= steps; step += 1) {
    const began = performance.now();
    scrub.value = Math.round((step / steps) * scrub.max);
    scrub.dispatchEvent(new Event("input"));
    document.body.getBoundingClientRect();
    taken.push(performance.now() - began);
    await new Promise((done) => setTimeout(done));
  }
  return taken;
}"""


def code(number: int) -> str:
    """A controller of some 70 lines."""
    rules = "".join(
        f"    if observation['hand_pos'][{row % 3}] > {0.01 * row:.2f}:  # rule {row}\n"
        f"        return [0.{row}, 0.{number}, 0.2, -1.0]\n"
        for row in range(30)
    )
    return f'def controller(observation):\n    """Candidate {number}."""\n{rules}    return [0.0, 0.6, 0.2, -1.0]\n'


def run_of(folder: Path, candidates: int) -> Run:
    """A finished run whose every fifth candidate is accepted."""
    spend = Spend(1, 4_000, 900, usd=0.01)
    with RunWriter(RunFolder.create(folder)) as writer:
        config = {"model": "m", "control": "macro", "horizon": 5_000, "seed": 0, "goals": 10}
        writer.start(task="toy/large", optimizer="optoprime", feedback="facts", context="Move.", config=config)
        for number in range(candidates):
            outcomes = tuple(
                Outcome(Case("train", goal), goal < number % 10, 0.1 * number, "It stays.") for goal in range(10)
            )
            verdict = Verdict.START if not number else Verdict.REFUSED if number % 5 else Verdict.ACCEPTED
            proposal = Proposal(
                {"controller": code(number)},
                reason="Why " * 40,
                prompt="Asked. " * 2_000,
                reply=code(number),
                spend=spend,
            )
            if number:
                writer.proposal(TrialId(number), proposal)
            text = Candidate({"controller": code(number)}, code(number))
            trial = Trial(number, verdict, "solves no more goals", proposal if number else None, text, outcomes)
            writer.trial(trial, ledger=Ledger(spend, 50_000 * number, float(number)))
        best = TrialId((candidates - 1) // 5 * 5)
        writer.heldout(
            best, tuple(Outcome(Case("heldout", goal), goal % 2 == 0, 0.0, "") for goal in range(50)), final=True
        )
        writer.best(code(best.iteration))
        writer.end(reason="all iterations done", best=best, ledger=Ledger(spend, 1, 1.0))
    return read_run(folder)


def play_of(run: Run, goal: int, steps: int) -> Play:
    """An episode of a robot with a dozen fields, and pictures as large as a simulator's."""
    rng = np.random.default_rng(goal)
    fields = {f"joint_{number}": rng.normal(size=(steps + 1, 3)).cumsum(axis=0) for number in range(12)}
    flags = np.zeros(steps, dtype=bool)
    actions = rng.normal(size=(steps, 4))
    lines = Lines(code(0), tuple(4 + 2 * (step // 50 % 30) for step in range(steps)), {})
    case = Case("heldout", goal)
    episode = Episode(
        "toy/large", case, 0, "macro", steps, fields, actions, rng.normal(size=steps), flags, flags, flags
    )
    smooth = np.linspace(0, 200, 240 * 320 * 3).reshape(240, 320, 3)
    pictures = [
        (round(at), webp((smooth + rng.integers(0, 40, 3)).astype(np.uint8))) for at in np.linspace(0, steps, PICTURES)
    ]
    return Play(run.best_id or TrialId(0), episode, lines, tuple(pictures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--steps", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="3 rounds")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium is installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as client:
        run = run_of(Path(folder) / "run", options.candidates)
        file = Path(folder) / "report.html"
        file.write_text(page([Shown(run, [play_of(run, goal, options.steps) for goal in range(6)])]))
        browser = client.chromium.launch(executable_path=chromium)
        taken, moves = [], []
        for _ in range(3 if options.quick else options.rounds):
            window = browser.new_page(viewport={"width": 1280, "height": 900})
            begun = time.perf_counter()
            window.goto(file.as_uri())
            window.evaluate(OPENED)
            taken.append(time.perf_counter() - begun)
            moves += window.evaluate(MOVED, 100)
            window.close()
        browser.close()
        opened, moved, size = statistics.median(taken), statistics.median(moves) / 1e3, file.stat().st_size
    what = f"page of {options.candidates} candidates, episodes of {options.steps:,} steps"
    hand_over(
        [
            Row(f"{what}: opened", f"{opened:.2f} s", f"{MOST:g} s", opened / MOST, "<= 1"),
            Row(f"{what}: bytes", f"{size / 1e6:.1f} MB", f"{LARGEST / 1e6:g} MB", size / LARGEST, "<= 1"),
            Row("a move of its scrubber", f"{moved * 1e3:.1f} ms", f"{MOVE * 1e3:g} ms", moved / MOVE, "<= 1"),
        ]
    )


if __name__ == "__main__":
    main()
