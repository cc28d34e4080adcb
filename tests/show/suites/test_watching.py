import io

from fake_suites import write_suite
from rich.console import Console

from robotrace.show.suites.watching import watching
from robotrace.training.suites.front import Began, Made, Tried


def told(console, results):
    with watching(console) as watch:
        watch(Began(results, tuple(row.cell for row in results.rows), 2))
        watch(Tried(results.rows[0].cell, {"iteration": 1, "solved": 3, "of": 5, "verdict": "accepted"}))
        for row in results.rows:
            watch(Made(row))


def test_a_line_a_run_where_nobody_sees_a_terminal(tmp_path):
    results = write_suite(tmp_path / "s", {"reach-v3": {"induce": [(50, 45)], "tune": [None]}})
    out = io.StringIO()
    told(Console(file=out, width=200), results)
    assert out.getvalue().splitlines() == [
        f"suite {tmp_path}/s: 2 of 2 runs to be made, 1 finished before, 2 side by side",
        "    1/2  finished   reach-v3  induce  seed 0  1.00 [0.93, 1.00] (50/50, at the last 45/50)",
        "    2/2  missing    reach-v3  tune  seed 0  it has not begun",
    ]


def test_a_table_on_a_terminal(tmp_path):
    results = write_suite(tmp_path / "s", {"reach-v3": {"induce": [(50, 45)], "tune": [None]}})
    out = io.StringIO()
    console = Console(file=out, width=160, force_terminal=True, color_system=None, legacy_windows=False)
    told(console, results)
    text = out.getvalue()
    assert "2 of 2 runs ended" in text
    assert "induce" in text
    assert "50/50" in text


def test_quiet_shows_nothing(tmp_path):
    results = write_suite(tmp_path / "s", {"reach-v3": {"induce": [50]}})
    out = io.StringIO()
    told(Console(file=out, quiet=True), results)
    assert out.getvalue() == ""
