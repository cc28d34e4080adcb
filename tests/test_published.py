"""What `tests/benchmarks/published.py` keeps of a suite is what `tests/benchmarks/stock.py` plays."""

import importlib.util
import sys
from pathlib import Path

import pytest
from fake_suites import write_suite

FOLDER = Path(__file__).parent / "benchmarks"
OPTIONS = {"control": "macro", "horizon": 50, "reward_version": "v2", "success": "any", "hold": 10, "gain": 10.0}


@pytest.fixture
def scripts(monkeypatch):
    found = []
    for name in ("published", "stock"):
        spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        found.append(module)
    return found


def test_what_is_published_is_read_back(scripts, tmp_path):
    published, stock = scripts
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
    published, _ = scripts
    suite = write_suite(tmp_path / "any", {"reach-v3": {"induce": [50, (45, 40)]}, "push-v3": {"induce": [40, 40]}})
    (tmp_path / "any-took.txt").write_text("100\n20\n")  # it was gone on with once
    text = published.readme({"any": suite}, tmp_path, "make published")
    assert "| any, induce | 2 | 4 | 2 min (1 min) | 32,500 | 0.875 / 0.850 | 1 / 1 | 2 / 2 |" in text
    assert "| push-v3 | last | 0.80 [0.71, 0.87] (80/100) | 0.80 [0.71, 0.87] (80/100) |" in text
