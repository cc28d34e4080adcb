"""The runs that the documentation refers to can be read, and say what the documentation says."""

import csv
import re
from pathlib import Path

import pytest

from robotrace.results import Rate, RunFolder, read_run

RESULTS = Path(__file__).parents[2] / "results"
ROW = re.compile(
    r"^\| `((?:facts|SHIFT10|SHIFT10-masked)/[\w-]+)` \| (\d+|-) \| (\d+)/50 \| ([\d,]+) \| ([\d,]+) \|$", re.MULTILINE
)
ROWS = {row[0]: row[1:] for row in ROW.findall((RESULTS / "README.md").read_text())}
RUNS = sorted(f"{path.parent.parent.name}/{path.parent.name}" for path in RESULTS.glob("published/*/*/config.json"))


def test_every_published_run_has_its_row():
    assert sorted(ROWS) == RUNS


@pytest.mark.parametrize("name", RUNS)
def test_a_published_run_is_what_its_row_says(name):
    run = read_run(RunFolder(RESULTS / "published" / name))
    calls, solved, tokens, steps = (ROWS[name][0], *(int(it.replace(",", "")) for it in ROWS[name][1:]))
    spent = {entry.id: entry.ledger.calls for entry in run.entries}
    reached = [spent[at] for at, found in run.tested.items() if sum(it.success for it in found) >= 0.95 * len(found)]
    assert (str(reached[0]) if reached else "-") == calls
    assert sum(it.success for it in run.tested[run.best_id]) == solved
    assert (run.ledger.tokens, run.ledger.env_steps) == (tokens, steps)
    assert run.config["model"] == "claude-file-backed"
    assert run.feedback == "facts"


README = " ".join((RESULTS.parent / "README.md").read_text().split())
FACTS = [read_run(RunFolder(RESULTS / "published" / name)) for name in RUNS if name.startswith("facts/")]
SHIFTED = [read_run(RunFolder(RESULTS / "published" / name)) for name in RUNS if name.startswith("SHIFT10/")]


def calls_until_solved(run):
    spent = {entry.id: entry.ledger.calls for entry in run.entries}
    return min(spent[at] for at, found in run.tested.items() if sum(it.success for it in found) >= 0.95 * len(found))


def test_the_readme_says_of_the_runs_what_they_say():
    assert "solved 50 of 50 held-out goals of six Meta-World tasks within two calls each" in README
    assert "and of all ten of SHIFT10, whose robots nobody calibrated, within three" in README
    assert [run.heldout for run in FACTS] == [Rate(50, 50)] * 6
    assert [run.heldout for run in SHIFTED] == [Rate(50, 50)] * 10
    assert max(map(calls_until_solved, FACTS)) == 2
    assert max(map(calls_until_solved, SHIFTED)) == 3


def test_the_readme_says_of_tune_what_the_table_says():
    with (RESULTS / "published/tune.csv").open() as file:
        rows = {row["task"]: row for row in csv.DictReader(file)}
    assert {(row["before"], row["heldout"]) for row in rows.values()} == {("0", "50")}
    assert [name for name, row in rows.items() if row["after"] == "50"] == [
        "pick-place-v3",
        "drawer-open-v3",
        "window-open-v3",
        "door-open-v3",
        "plate-slide-v3",
    ]
    assert rows["push-v3"]["after"] == "46"
    assert str(Rate(46, 50)) == "0.92 [0.81, 0.97] (46/50)"
    assert (
        "Of six controllers whose numbers were multiplied by random factors, so that they solved 0 of 50 held-out goals, five "
        "solve 50 of 50 again, and push 46 of 50 [0.81, 0.97]" in README
    )


def test_the_readme_says_of_phases_what_the_table_says():
    with (RESULTS / "published/phases.csv").open() as file:
        rows = list(csv.DictReader(file))
    good = sum(int(row["solved"]) >= 0.9 * int(row["heldout"]) for row in rows)
    assert (good, len(rows)) == (44, 50)
    assert {row["heldout"] for row in rows} == {"20", "50"}
    assert max(int(row["env_steps"]) for row in rows) == 44990
    words = " ".join(README.split())
    assert "With at most 44,990 env steps a task it solves at least 90 % of held-out goals in 44 of 50 Meta-World tasks" in words
