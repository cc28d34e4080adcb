import io

from rich.console import Console
from toy import PointTask

import robotrace as rt
from robotrace.show.progress import printing


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
