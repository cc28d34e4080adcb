import io
import sys

from rich.console import Console
from toy import PointTask

import robotrace as rt
from robotrace.show.notebook import Board, drawing
from robotrace.show.progress import printing, showing


def test_training_from_python_shows_a_line_for_each_trial(tmp_path):
    console = Console(file=io.StringIO(), width=200)
    rt.train(
        "reach",
        PointTask(),
        optimizer="induce",
        iterations=2,
        goals=2,
        confirm=2,
        heldout=0,
        run=tmp_path / "run",
        on_event=printing(console),
    )
    lines = console.file.getvalue().splitlines()
    assert lines[0].split()[:3] == ["0", "start", "2/2"]
    assert lines[-1].startswith("ended: ")


def test_what_a_model_says_moves_no_cursor():
    console = Console(file=io.StringIO(), width=200)
    event = {
        "event": "trial",
        "iteration": 1,
        "verdict": "refused",
        "why": "\x1b[2J",
        "outcomes": [],
        "ledger": {"seconds": 1.0},
    }
    printing(console)(event)
    assert "\x1b" not in console.file.getvalue()
    assert "\\x1b[2J" in console.file.getvalue()


def test_it_is_a_public_name_that_prints_on_standard_error(capsys):
    rt.progress()({"event": "end", "reason": "3 iterations are used up"})
    assert capsys.readouterr() == ("", "ended: 3 iterations are used up\n")


QUICK = {"optimizer": "induce", "iterations": 2, "goals": 2, "confirm": 2, "heldout": 0, "trust": True}


def test_training_shows_itself_where_somebody_watches_unless_told_not_to(tmp_path, monkeypatch, capsys):
    rt.train("reach", PointTask(), **QUICK, run=tmp_path / "unwatched")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)  # an interactive prompt
    rt.train("reach", PointTask(), **QUICK, run=tmp_path / "watched")
    assert capsys.readouterr().err.splitlines()[0].split()[:3] == ["0", "start", "2/2"]
    rt.train("reach", PointTask(), **QUICK, run=tmp_path / "silent", on_event=None)
    assert capsys.readouterr().err == ""


def test_a_terminal_shows_a_bar_while_it_lasts():
    console = Console(file=io.StringIO(), width=100, force_terminal=True, legacy_windows=False, color_system=None)
    start = {"event": "start", "optimizer": "mine", "config": {"iterations": 7}}
    with showing(console) as tell:
        tell(start)
        tell(trial(3))
    shown = console.file.getvalue()
    assert "3/7" in shown
    assert "iteration 4: mine is at work" in shown
    assert shown.endswith("\x1b[2K")  # the bar is gone


def trial(iteration, why="better"):
    ledger = {"seconds": 1.0}
    return {
        "event": "trial",
        "iteration": iteration,
        "verdict": "accepted",
        "why": why,
        "outcomes": [],
        "ledger": ledger,
    }


def test_a_notebook_shows_one_board_of_bounded_escaped_lines():
    shown, again = [], []
    tell = drawing(lambda board: shown.append(board) or again.append)
    tell({"event": "start", "optimizer": "<b>", "config": {"iterations": 40}})
    for iteration in range(1, 31):
        tell(trial(iteration, why="<script>\x1b[2J"))
    assert len(shown) == 1
    assert isinstance(shown[0], Board)
    assert set(map(id, again)) == {id(shown[0])}
    page = shown[0]._repr_html_()
    assert page.startswith('<div><progress value="30" max="40"></progress> iteration 31: &lt;b&gt; is at work</div>')
    assert page.count("accepted") == 12
    assert "<script>" not in page
    assert "\x1b" not in page
