import math

import numpy as np
import pytest

from robotrace.errors import OptionError
from robotrace.results import Mean, Rate


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_as_published(successes, n, low, high):
    rate = Rate(successes, n)
    assert rate.low == pytest.approx(low, abs=5e-5)
    assert rate.high == pytest.approx(high, abs=5e-5)


def test_none_and_all_reach_the_ends_exactly():
    assert Rate(0, 50).low == 0.0
    assert Rate(50, 50).high == 1.0
    assert Rate(50, 50).low == pytest.approx(0.928652, abs=1e-6)


def test_nothing_measured_is_not_zero():
    rate = Rate(0, 0)
    assert math.isnan(rate.rate)
    assert (rate.low, rate.high) == (0.0, 1.0)
    assert rate.as_json() == {"successes": 0, "n": 0, "rate": None, "low": 0.0, "high": 1.0}
    assert str(rate) == "not measured"


def test_json_has_five_numbers():
    assert Rate(1, 2).as_json() == {
        "successes": 1,
        "n": 2,
        "rate": 0.5,
        "low": pytest.approx(0.0945, abs=5e-5),
        "high": pytest.approx(0.9055, abs=5e-5),
    }


def test_in_words():
    assert str(Rate(49, 50)) == "0.98 [0.90, 1.00] (49/50)"


def test_of_flags():
    assert Rate.of([True, False, True]) == Rate(2, 3)


@pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(successes, n):
    with pytest.raises(OptionError, match=f"found {successes} of {n}"):
        Rate(successes, n)


def test_a_mean_score_has_a_bootstrapped_interval_that_is_the_same_each_time():
    mean = Mean.of([0.0, 0.0, 1.0, 1.0])
    assert (mean.value, mean.n, mean.low, mean.high) == (0.5, 4, 0.0, 1.0)
    wide, narrow = Mean.of(np.linspace(-1, 1, 10)), Mean.of(np.linspace(-1, 1, 1000))
    assert wide == Mean.of(np.linspace(-1, 1, 10))
    assert wide.low == pytest.approx(-0.39, abs=0.03)  # the normal one: 1.96 * 0.638 / sqrt(10)
    assert narrow.high == pytest.approx(0.0358, abs=0.003)
    assert str(Mean.of([1.0, 3.0])) == "2 [1, 3] (n=2)"


def test_one_score_tells_no_spread_and_none_no_mean():
    assert Mean.of([2.0]) == Mean(2.0, 1)
    assert Mean.of([2.0, 2.0]) == Mean(2.0, 2)
    assert str(Mean.of([2.0])) == "2 (n=1)"
    assert str(Mean.of([])) == "not measured"
    assert Mean.of([]).as_json() == {"mean": None, "n": 0, "low": None, "high": None}
    assert Mean.of([1.0, float("inf")]).low is None
