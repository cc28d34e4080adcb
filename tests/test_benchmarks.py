"""The benchmarks' shared table: what a script hands over is what `make bench` shows. No figure is measured here."""

import ast
from pathlib import Path

import pytest
from scripts import imported

FOLDER = Path(__file__).parent / "benchmarks"
HELPERS = {"all", "published", "rows"}
SCRIPTS = sorted(path for path in FOLDER.glob("*.py") if path.stem not in HELPERS)


@pytest.fixture
def rows(monkeypatch):
    return imported(FOLDER / "rows.py", monkeypatch)


def test_rows_are_one_table(rows):
    found = [
        rows.Row("traced call", "1.5 us", "30 us, trace-opt", 20.0, ">= 15"),
        rows.Row("reset", "9 ms", "3 ms", 3.0, "<= 0.5"),
    ]
    assert rows.table(found).splitlines() == [
        "what         ours    other side        ratio  target",
        "traced call  1.5 us  30 us, trace-opt  20x    >= 15",
        "reset        9 ms    3 ms              3x     <= 0.5 (missed)",
    ]
    assert rows.table(found, markdown=True).splitlines()[:3] == [
        "| what | ours | other side | ratio | target |",
        "| --- | --- | --- | --- | --- |",
        "| traced call | 1.5 us | 30 us, trace-opt | 20x | >= 15 |",
    ]


def test_a_yardstick_has_no_target_to_miss(rows):
    assert rows.Row("two processes", "2", "1", 1.1).holds
    assert [rows.Row("w", "a", "b", ratio, "<= 3").holds for ratio in (3.0, 3.1)] == [True, False]
    assert [rows.Row("w", "a", "b", ratio, ">= 3").holds for ratio in (2.9, 3.0)] == [False, True]


def test_what_is_handed_over_is_read_back(rows, tmp_path, monkeypatch, capsys):
    given = [rows.Row("reset", "9 ms", "3 ms", 3.0), rows.Row("step", "1 us", "2 us", 0.5, "<= 1")]
    rows.hand_over(given[:1])  # alone a script writes nothing
    monkeypatch.setenv(rows.FILE, str(tmp_path / "rows"))
    for row in given:
        rows.hand_over([row])
    assert rows.read(tmp_path / "rows") == given
    assert rows.read(tmp_path / "none") == []
    assert capsys.readouterr().out.count("reset  9 ms  3 ms        3x") == 2


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_each_script_can_be_run_alone_and_quickly(script):
    text = script.read_text(encoding="utf-8")
    assert "--quick" in text
    assert f"python tests/benchmarks/{script.name}" in ast.get_docstring(ast.parse(text))
