"""The runs that the documentation refers to can be read, and say what the documentation says."""

import re
from pathlib import Path

import pytest

from robotrace.results import RunFolder, read_run

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
