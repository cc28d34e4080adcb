"""What the page's curve is made of, its axis, its map, and the names of several runs."""

import numpy as np
import pytest
from fake_runs import write_run

from robotrace.opto import Case, Outcome
from robotrace.show.report.drawings import curve_data, map_data
from robotrace.show.report.several import comparison, names_of
from robotrace.show.report.top import facts, headline
from robotrace.show.report.traced import traced


@pytest.fixture
def returns(tmp_path):
    """A run that is scored by its return, and solves nothing that was held out."""
    return write_run(tmp_path / "returns", [1, 3, 2], final=(0, 4), scored="return")


def test_success_is_drawn_in_per_cent(tmp_path):
    found = traced(write_run(tmp_path / "run", [1, 3, None, 2], n=4, final=(3, 4)))
    assert found.title == "Success while it trained"
    assert [(dot.x, dot.value, dot.verdict, dot.number) for dot in found.dots] == [
        (0.0, 0.25, "start", 0),
        (1.0, 0.75, "accepted", 1),
        (3.0, 0.5, "refused", 3),
    ]
    assert found.dots[1].words == "candidate 1, accepted: 0.75 [0.30, 0.95] (3/4) in training; solves more goals"
    assert [test.words for test in found.heldout] == ["held out: 0.75 [0.30, 0.95] (3/4)"]
    assert found.label(0.25) == "25 %"


def test_a_return_is_drawn_as_such_where_nothing_held_out_is_solved(returns):
    found = traced(returns)
    assert found.title == "Mean return while it trained"
    assert [value for _, value in found.best] == [1.0, 3.0, 3.0]
    assert [dot.value for dot in found.dots] == [1.0, 3.0, 2.0]
    assert [test.value for test in found.heldout] == [0.0]
    assert found.dots[1].words.startswith("candidate 1, accepted: mean return 3 in training")


def test_the_headline_of_a_return_is_its_mean(returns, tmp_path):
    assert headline(returns) == {"figure": "0", "rest": "(n=4)", "of": "mean return on held-out goals"}
    assert ("held out", "0.00 [0.00, 0.49] (0/4)") in facts(returns)
    solved = write_run(tmp_path / "solved", [1, 3], final=(3, 4))
    assert headline(solved) == {"figure": "0.75", "rest": "[0.30, 0.95] (3/4)", "of": "held-out goals solved"}
    assert dict(facts(solved))["training"] == "0.60 [0.23, 0.88] (3/5)"
    assert "held out" not in dict(facts(solved))


def test_a_run_that_held_nothing_out_says_so(tmp_path):
    run = write_run(tmp_path / "run", [1])
    assert headline(run)["of"] == "training goals solved"
    assert dict(facts(run))["held out"] == "not measured"
    assert dict(facts(run))["ended"] == "not yet: it can be resumed"


def test_the_axis_has_round_numbers_around_all_values(returns):
    drawn = curve_data(returns)["wide"]
    assert [line["label"] for line in drawn["grid"]] == ["0", "1", "2", "3"]
    inside = [dot["y"] for dot in drawn["dots"]] + [test["y"] for test in drawn["heldout"]]
    assert min(inside) >= drawn["grid"][-1]["y"]
    assert max(inside) <= drawn["grid"][0]["y"]


def test_a_run_that_never_moved_has_an_axis(tmp_path):
    drawn = curve_data(write_run(tmp_path / "run", [0], final=(0, 4), scored="return"))["narrow"]
    assert [line["label"] for line in drawn["grid"]] == ["0", "1"]
    assert [tick["label"] for tick in drawn["ticks"]] == ["0", "1"]


def test_goals_lie_in_rows_where_their_places_are_not_known():
    outcomes = [Outcome(Case("heldout", goal), goal == 0, 0.0, "") for goal in (0, 9, 10)]
    found = map_data(outcomes, None)
    assert [(dot["x"], dot["y"], dot["solved"]) for dot in found["dots"]] == [
        (12, 12, True),
        (228, 12, False),
        (12, 36, False),
    ]
    assert (found["height"], found["known"]) == (48, False)
    known = map_data(outcomes[:2], np.array([[0.0, 1.0, 5.0]] * 9 + [[2.0, 2.0, 5.0]]))
    assert [(dot["x"], dot["y"]) for dot in known["dots"]] == [(12, 228), (228, 12)]


def test_runs_of_one_name_are_told_apart_by_the_folders_around_them(tmp_path):
    runs = [write_run(tmp_path / place, [1], final=(1, 4)) for place in ("a/x/0", "b/x/0", "b/x/1")]
    assert names_of(runs[1:]) == ["0", "1"]
    assert names_of(runs) == ["a/x/0", "b/x/0", "b/x/1"]
    assert names_of([]) == []


def test_what_no_run_used_has_no_column(tmp_path):
    runs = [write_run(tmp_path / name, [1], final=(1, 4)) for name in "ab"]
    assert comparison(runs)["meters"] == ["calls", "tokens", "$", "steps", "s"]
