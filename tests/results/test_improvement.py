import math

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from robotrace.errors import OptionError
from robotrace.results.improvement import Improvement, probability_of_improvement


def test_a_tie_counts_half_and_tasks_count_alike():
    found = probability_of_improvement([[1.0, 1.0], [0.5, 0.5]], [[0.0, 0.0], [0.5, 0.5]])
    assert (found.value, found.tasks) == (0.75, 2)
    assert (found.low, found.high) == (0.75, 0.75)


def test_it_is_the_mann_whitney_statistic_over_the_number_of_pairs():
    generator = np.random.default_rng(0)
    x = [generator.integers(0, 5, size=n) / 5 for n in (3, 4, 2)]
    y = [generator.integers(0, 5, size=n) / 5 for n in (5, 3, 2)]
    shares = [mannwhitneyu(a, b).statistic / (len(a) * len(b)) for a, b in zip(x, y, strict=True)]
    assert probability_of_improvement(x, y).value == pytest.approx(np.mean(shares))


def test_the_interval_draws_runs_within_each_task_and_is_the_same_each_time():
    x, y = [[0.9, 0.5, 0.7], [0.2, 0.8]], [[0.6, 0.6, 0.4], [0.5, 0.1]]
    found = probability_of_improvement(x, y)
    assert found == probability_of_improvement(x, y)
    assert found.value == pytest.approx((7 / 9 + 3 / 4) / 2)
    assert 0.3 < found.low < found.value < found.high <= 1.0
    generator, draws = np.random.default_rng(1), []  # the same by brute force
    for _ in range(2000):
        shares = []
        for a, b in zip(x, y, strict=True):
            left, right = generator.choice(a, len(a)), generator.choice(b, len(b))
            shares.append(np.mean([(i > j) + 0.5 * (i == j) for i in left for j in right]))
        draws.append(np.mean(shares))
    assert np.quantile(draws, [0.025, 0.975]) == pytest.approx([found.low, found.high], abs=0.06)


def test_a_single_run_of_a_task_leaves_the_spread_unknown():
    assert probability_of_improvement([[1.0]], [[0.0, 0.0]]) == Improvement(1.0, 1)
    assert str(probability_of_improvement([[1.0]], [[0.0, 0.0]])) == "1.00"


def test_a_task_that_one_was_not_tried_on_is_left_out():
    found = probability_of_improvement([[1.0, 1.0], []], [[0.0, 1.0], [1.0, 1.0]])
    assert (found.value, found.tasks) == (0.75, 1)
    nothing = probability_of_improvement([[]], [[]])
    assert (math.isnan(nothing.value), str(nothing), nothing.as_json()["probability"]) == (True, "not measured", None)


def test_what_cannot_be_compared():
    with pytest.raises(OptionError, match="found 1, 2 and 10000"):
        probability_of_improvement([[1.0]], [[1.0], [1.0]])
