import numpy as np
import pytest

from robotrace.errors import OptionError
from robotrace.results.aggregate import Estimate, iqm, iqm_of


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([0.5], 0.5),
        ([0.0, 1.0, 0.2], 0.4),  # nothing to leave out of three
        ([0.0, 0.4, 0.6, 1.0], 0.5),
        ([1.0, 0.0, 0.3, 0.1, 0.2], 0.2),
        ([0, 0, 1, 2, 3, 4, 100, 100], 2.5),
    ],
)
def test_the_middle_half_is_averaged(values, mean):
    assert float(iqm(values)) == pytest.approx(mean)


def test_it_is_taken_along_the_last_axis():
    assert iqm(np.array([[0.0, 1.0], [3.0, 5.0]])).tolist() == [0.5, 4.0]


def test_runs_that_agree_have_an_interval_without_width():
    assert iqm_of([[0.5, 0.5], [0.5, 0.5, 0.5]]) == Estimate(0.5, 5, 0.5, 0.5)


def test_the_bootstrap_stays_within_each_task():
    # Were runs drawn from both tasks alike, the mean would vary; within a task there is nothing to vary.
    assert iqm_of([[0.0, 0.0], [1.0, 1.0]]) == Estimate(0.5, 4, 0.5, 0.5)


def test_two_runs_are_drawn_as_two_coins():
    # A quarter of the draws has both runs at 0, a quarter both at 1.
    assert iqm_of([[0.0, 1.0]]) == Estimate(0.5, 2, 0.0, 1.0)


def test_one_run_of_a_task_says_nothing_of_how_runs_vary():
    assert iqm_of([[0.2, 0.4], [0.9]]) == Estimate(0.5, 3, None, None)


def test_the_same_runs_give_the_same_interval():
    runs = [[0.1, 0.5, 0.9, 0.7, 0.2], [0.3, 0.8, 1.0]]
    found = iqm_of(runs)
    assert found == iqm_of(runs)
    assert found.low < found.value < found.high


def test_nothing_measured_is_not_zero():
    assert iqm_of([[], []]).as_json() == {"iqm": None, "runs": 0, "low": None, "high": None}
    assert str(iqm_of([])) == "not measured"


def test_in_words():
    assert str(Estimate(0.5, 2, 0.25, 1.0)) == "0.50 [0.25, 1.00]"
    assert str(Estimate(0.5, 1)) == "0.50"


def test_no_resamples_are_refused():
    with pytest.raises(OptionError, match="found 0"):
        iqm_of([[0.5, 0.6]], resamples=0)
