import io
from pathlib import Path

import pytest
from rich.console import Console

from robotrace.episodes.episode import Failure
from robotrace.opto import Words
from robotrace.show.console import (
    Miss,
    card,
    code,
    doing,
    fresh_line,
    is_short,
    iteration_line,
    next_steps,
    ranges,
    reason,
)
from robotrace.show.progress import following


def text(renderable, width=100):
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def trial(*flags, verdict="accepted", why="solves 2 of 3", failure=None):
    outcomes = [{"success": flag, "failure": failure} for flag in flags]
    return {
        "event": "trial",
        "iteration": 4,
        "verdict": verdict,
        "why": why,
        "outcomes": outcomes,
        "ledger": {"seconds": 12.34},
    }


def test_an_iteration_is_a_line():
    assert iteration_line(trial(True, False, True)).plain == "   4  accepted     2/3 goals    12.3 s  solves 2 of 3"


def test_of_cases_that_cannot_be_solved_the_score_alone_is_told():
    event = trial(False, why="score 0.5 above 0.1")
    event["outcomes"] = [{"success": False, "failure": None, "score": 0.5, "detail": {"solvable": False}}]
    assert (
        text(iteration_line(event, Words("case"))) == "   4  accepted score 0.5         12.3 s  score 0.5 above 0.1\n"
    )


def test_a_refused_reply_has_no_goals():
    line = iteration_line(trial(verdict="refused", why="the reply holds no value"))
    assert line.plain == "   4  refused        - goals    12.3 s  the reply holds no value"


def test_a_failing_controller_is_told_before_the_verdict():
    assert iteration_line(trial(False, failure="exception at t=0: KeyError")).plain.endswith(
        "exception at t=0: KeyError"
    )


def test_a_fresh_test_is_a_line():
    assert fresh_line(trial(True, True)).plain == "      fresh        2/2 goals"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"event": "start"}, "trying the starting controller on training goals"),
        ({"event": "proposal", "iteration": 2}, "iteration 2: trying the proposal on training goals"),
        ({"event": "trial", "iteration": 2}, "iteration 3: induce is at work"),
        ({"event": "query", "split": "heldout", "done": 12, "of": 50}, "12 of 50 held-out goals tried"),
        ({"event": "end"}, None),
    ],
)
def test_what_a_run_does_now(event, words):
    assert doing(event, "induce") == words


def test_the_card_states_what_the_figures_depend_on(make_run):
    shown = text(card(make_run("run", [0, 2, 5], final=(49, 50), seed=3), ["plot.png"]), width=200)
    head, *rows = [line.strip("│╭╮─ ") for line in shown.splitlines()]
    assert head == "metaworld/pick-place-v3"
    assert rows[:6] == [
        "held-out    0.98 [0.90, 1.00] (49/50)  goals that training never saw",
        "training    1.00 [0.57, 1.00] (5/5)  goals that it was trained on",
        "trained by  induce: hints feedback (the expert's targets), no language model",
        "setting     macro control · success at any step · horizon 50 · seed 3",
        "used        2 iterations · 32,500 environment steps · 15.0 s",
        "ended       all iterations done",
    ]
    assert rows[6].endswith("run/best.py")
    assert rows[7] == "plot.png"


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (0.125, "1 iteration · 1 call · 12 tokens · $0.1250 · 5,000 environment steps · 4.0 s"),
        (None, "12 tokens · dollars unknown · "),
    ],
)
def test_the_card_tells_dollars_or_that_they_are_unknown(make_run, usd, words):
    assert words in text(card(make_run("run", [0, 1], model="m", tokens=10, usd=usd)), width=200)


def test_the_card_of_an_unfinished_run(make_run):
    shown = text(card(make_run("run", [0], optimizer="optoprime", feedback="facts", model="gpt-5.2", tokens=10)))
    assert "held-out    not measured" in shown
    assert "optoprime: facts feedback, gpt-5.2" in shown
    assert "not yet: it can be resumed" in shown


def test_next_steps_name_the_run(make_run):
    run = make_run("run", [0], seed=3)
    assert f"robotrace eval {run.folder.path} --seed 1003" in next_steps(run)
    spaced = next_steps(make_run("my run", [0], seed=3))
    assert f"robotrace eval '{run.folder.path.parent}/my run' --seed 1003" in spaced
    assert f"robotrace plot '{run.folder.path.parent}/my run' --x env_steps" in spaced
    assert f"robotrace report '{run.folder.path.parent}/my run'   # the robot" in spaced


def test_next_steps_name_the_file_of_the_task(make_run):
    run = make_run("run", [0], seed=3, made_from="/my tasks/reacher.py:Reacher")
    assert f"eval {run.folder.path} --task '/my tasks/reacher.py:Reacher' --seed 1003" in next_steps(run)
    assert f"robotrace report {run.folder.path} --task '/my tasks/reacher.py:Reacher'" in next_steps(run)


@pytest.mark.parametrize(
    ("numbers", "words"), [([], ""), ([3], "3"), ([0, 1, 2], "0-2"), ([0, 1, 2, 5, 7, 8], "0-2, 5, 7-8")]
)
def test_ranges(numbers, words):
    assert ranges(numbers) == words


class Episode:
    def __init__(self, failure=None, success_at_any=False):
        self.failure, self.success_at_any = failure, success_at_any

    def __len__(self):
        return 50


def test_why_an_episode_failed():
    assert reason(Episode()) == "not solved within 50 actions"
    assert reason(Episode(success_at_any=True)) == "not solved at the end of 50 actions, solved earlier and lost"
    assert reason(Episode(Failure("exception", "KeyError: 'x'\n  here", 3, line=7))) == (
        "exception at t=3, line 7: KeyError: 'x' here"
    )
    assert reason(Episode(Failure("exception", "line 7: KeyError", 3, line=7))) == "exception at t=3: line 7: KeyError"


def test_code_is_shown_as_it_is():
    assert text(code("def f():\n    return 1\n")) == "def f():\n    return 1\n"
    assert is_short("x\n" * 40)
    assert not is_short("x\n" * 41)


def test_a_miss_is_a_goal_and_a_reason():
    assert Miss(3, "why")._asdict() == {"goal": 3, "reason": "why"}


def test_why_a_model_was_not_reached_is_shown_whole():
    why = (
        "No answer: OpenAIChat('m' at http://localhost:1/v1) could not be reached (" + "refused " * 30 + "). Check it."
    )
    line = iteration_line({**trial(verdict="refused", why=why), "status": "no answer"})
    assert line.plain.endswith(why)
    console = Console(width=80, force_terminal=True, color_system=None, file=io.StringIO())
    with following(console, "optoprime", Path("run")) as tell:
        tell({**trial(verdict="refused", why=why), "status": "no answer"})
    shown = " ".join(console.file.getvalue().split())
    assert "Check it." in shown
    assert shown.count("refused") == 31  # and the verdict
