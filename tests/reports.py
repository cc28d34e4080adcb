"""Reports for a browser to open: of a run with four episodes, of two runs, and of a run in which every text is hostile."""

from fake_runs import write_run
from hostile import hostile_plays, hostile_run
from toy_plays import toy_plays

from robotrace.opto import TrialId
from robotrace.show.report.page import Shown, page

GOALS = (3, 4)
CODES = [
    f'def controller(observation):\n    """Candidate {number}."""\n    if observation:\n'
    f"        return [0.0, 0.{number}, 0.0, 0.0]\n    return [0.5, 0.0, 0.0, 0.0]\n"
    + "\n".join([f"# {'wide ' * 60}", *(f"# {line}" for line in range(60))])  # wider and higher than its pane
    for number in range(5)
]


def one_run(folder):
    """Five candidates, the third of which is none, with four episodes: two of the best and two of the first."""
    run = write_run(
        folder / "run",
        [1, 3, None, 2, 5],
        texts=CODES,
        heldout={1: (2, 12)},
        final=(4, 12),
        model="m",
        tokens=100,
        usd=0.01,
    )
    best = toy_plays(run.best_id, CODES[4], (4, 5), feedback="It stays 3 cm away.", goals=GOALS)
    first = toy_plays(TrialId(0), CODES[0], (5, 4), feedback="It never moves.", goals=GOALS)
    return _written(folder / "report.html", [Shown(run, [*best, *first])])


def two_runs(folder):
    """Two runs whose folders have the same name."""
    shown = []
    for place, solved in (("a", 9), ("b", 4)):
        run = write_run(folder / place / "0", [1, 5], texts=CODES, final=(solved, 12), optimizer=place)
        shown.append(Shown(run, toy_plays(run.best_id, CODES[1], (4, 5), feedback="")))
    return _written(folder / "several.html", shown)


def hostile_one(folder):
    """Three candidates, two episodes, and not one harmless text."""
    run, _ = hostile_run(folder / "hostile", 3)
    return _written(folder / "hostile.html", [Shown(run, hostile_plays(run), notes=["a note"])])


def _written(path, shown):
    path.write_text(page(shown))
    return path.as_uri()
