import math

import pytest

from robotrace.errors import OptionError
from robotrace.results.paired import Paired, PairedScores


def test_counts_by_case():
    a = {1: True, 2: True, 3: False, 4: False, 5: True}
    b = {5: False, 4: False, 3: True, 2: False, 1: True}
    assert Paired.of(a, b) == Paired(both=1, only_a=2, only_b=1, neither=1)


def test_other_cases_are_refused():
    with pytest.raises(OptionError, match="2 are on one only, such as 2"):
        Paired.of({1: True, 2: True}, {1: True, 3: True})


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 0, 2 / 2**5),
        (6, 0, 0.03125),
        (8, 1, 2 * (1 + 9) / 2**9),
        (1, 8, 0.0390625),
        (3, 3, 1.0),
        (12, 2, 2 * (1 + 14 + 91) / 2**14),
    ],
)
def test_the_exact_test_is_that_of_a_fair_coin(only_a, only_b, p):
    assert Paired(30, only_a, only_b, 5).p_value == p


@pytest.mark.parametrize(
    ("counts", "difference", "low", "high"),
    [
        # Newcombe, "Improved confidence intervals for the difference ... based on paired data", 1998, method 10
        ((36, 12, 2, 0), 0.20, 0.0569, 0.3404),
        ((36, 2, 12, 0), -0.20, -0.3404, -0.0569),
        # No disagreement and no correlation to speak of: as far as Wilson's interval of 54 of 54, [0.9336, 1], goes
        ((54, 0, 0, 0), 0.0, -0.0664, 0.0664),
    ],
)
def test_the_interval_of_the_difference(counts, difference, low, high):
    found = Paired(*counts)
    assert found.difference == pytest.approx(difference)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_the_other_way_round_everything_is_mirrored():
    one, other = Paired(20, 9, 3, 8), Paired(20, 3, 9, 8)
    assert one.p_value == other.p_value
    assert (one.difference, one.low, one.high) == pytest.approx((-other.difference, -other.high, -other.low))


def test_pairs_of_several_runs_add_up():
    assert Paired(1, 2, 3, 4) + Paired(10, 20, 30, 40) == Paired(11, 22, 33, 44)


def test_without_cases_nothing_is_known():
    nothing = Paired()
    assert math.isnan(nothing.difference)
    assert (nothing.low, nothing.high, nothing.p_value) == (-1.0, 1.0, 1.0)
    assert nothing.as_json()["difference"] is None
    assert str(nothing) == "not measured"


def test_in_words():
    assert str(Paired(36, 12, 2, 0)) == "+0.20 [+0.06, +0.34]"


def test_impossible_counts_are_refused():
    with pytest.raises(OptionError, match="only_a=-1"):
        Paired(1, -1, 0, 0)


def test_scores_are_paired_by_which_is_higher_and_by_how_much():
    paired = PairedScores.of([(1.0, 0.5), (2.0, 1.0), (3.0, 3.0), (4.0, 2.5), (5.0, 5.5)])
    assert (paired.better_a, paired.better_b, paired.equal, paired.n) == (3, 1, 1, 5)
    assert paired.difference.value == pytest.approx(0.5)
    assert paired.difference.low < 0.5 < paired.difference.high
    assert paired.p_value == 0.625
    assert PairedScores.of([]).as_json()["difference"] is None
    assert str(PairedScores.of([])) == "not measured"
