"""What `tests/studies/published.py` keeps of a suite is what `tests/studies/stock.py` plays."""

import json
import subprocess
from pathlib import Path

import pytest
from fake_suites import write_suite
from scripts import imported

FOLDER = Path(__file__).parent / "studies"
OPTIONS = {"control": "macro", "horizon": 50, "reward_version": "v2", "success": "any", "hold": 10, "gain": 10.0}


@pytest.fixture
def scripts(monkeypatch):
    names = ("raw", "published", "stock")  # in the order in which they import one another
    return [imported(FOLDER / f"{name}.py", monkeypatch) for name in names]


def test_what_is_published_is_read_back(scripts, tmp_path):
    _, published, stock = scripts
    suite = write_suite(tmp_path / "s", {"reach-v3": {"induce": [(3, 2), 4]}}, n=4, options=OPTIONS)
    for suffix in (".csv", ".md", ".tex"):
        suite.folder.write(suite.folder.summary(suffix), "")
    published.publish(suite, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "goals.csv",
        "policies",
        "summary.csv",
        "summary.md",
        "summary.tex",
    ]
    first, second = stock.records([tmp_path / "out"])
    assert (first.task, first.seed, second.seed) == ("reach-v3", 0, 1)
    assert (first.any_step, first.last_step) == ((True, True, True, False), (True, True, False, False))
    assert first.code == suite.rows[0].run.folder.best.read_text()
    assert first.options == OPTIONS
    assert first.fields == {"hand_pos": 3, "gripper_opening": 1, "goal_pos": 3}
    assert first.limits == [[-0.6, 0.3, -0.05, -1.0], [0.6, 1.1, 0.6, 1.0]]


def test_the_figures_of_all_parts_are_one_table(scripts, tmp_path):
    _, published, _ = scripts
    suite = write_suite(tmp_path / "any", {"reach-v3": {"induce": [50, (45, 40)]}, "push-v3": {"induce": [40, 40]}})
    (tmp_path / "any-took.txt").write_text("100\n20\n")  # it was gone on with once
    text = published.readme({"any": suite}, tmp_path, "make published", {"any": "raw: 7"})
    assert "| any, induce | 2 | 4 | 2 min (1 min) | 32,500 | 0.875 / 0.850 | 1 / 1 | 2 / 2 |" in text
    assert text.endswith("## The controllers of any, carried over to raw control\n\nraw: 7\n")
    assert "| push-v3 | last | 0.80 [0.71, 0.87] (80/100) | 0.80 [0.71, 0.87] (80/100) |" in text


def test_raw_control_is_measured_once_and_put_beside_macro_control(scripts, tmp_path, monkeypatch):
    raw, _, _ = scripts
    write_suite(tmp_path / "s", {"reach-v3": {"induce": [(3, 2), 4]}}, n=4, options=OPTIONS)
    asked = []

    def run(command, **_):
        asked.append(command)
        goals = int(command[command.index("--goals") + 1])
        found = {"goals": goals, "horizon": 500, "success_at_any": {"successes": 3}, "success_at_end": {"successes": 2}}
        return subprocess.CompletedProcess(command, 0, json.dumps(found), "")

    monkeypatch.setattr(raw.subprocess, "run", run)
    text = raw.write(tmp_path / "s", tmp_path / "raw.csv")
    assert "| macro | any step | 0.875 | 0 | 1 | reach-v3 7/8 |" in text
    assert "| raw | last step | 0.500 | 0 | 0 | reach-v3 4/8 |" in text
    assert "Counts that differ between the two controls: 2 of 4." in text
    assert (tmp_path / "raw.csv").read_text().splitlines()[1] == "metaworld/reach-v3,induce,0,4,500,3,3,2,2"
    raw.write(tmp_path / "s", tmp_path / "raw.csv")
    assert len(asked) == 2
    with pytest.raises(SystemExit, match="no finished run with a controller of these seeds"):
        raw.write(tmp_path / "s", tmp_path / "raw.csv", seeds=[7])
