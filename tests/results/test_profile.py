import pytest

from robotrace.results.profile import Profile, performance_profile


def test_the_share_of_runs_above_each_threshold():
    found = performance_profile([[0.0, 0.5], [1.0, 1.0]], [0.0, 0.25, 0.5, 1.0])
    assert found.shares == (0.75, 0.75, 0.5, 0.0)  # a score at a threshold is not above it
    assert found.thresholds == (0.0, 0.25, 0.5, 1.0)


def test_the_band_draws_runs_within_each_task():
    found = performance_profile([[0.0, 1.0], [1.0, 1.0]], [0.5])
    assert (found.low, found.high) == ((0.5,), (1.0,))
    assert found == performance_profile([[0.0, 1.0], [1.0, 1.0]], [0.5])
    sure = performance_profile([[0.0, 0.0], [1.0, 1.0]], [0.5])
    assert (sure.low, sure.shares, sure.high) == ((0.5,), (0.5,), (0.5,))


def test_single_runs_have_no_band():
    assert performance_profile([[0.25], [0.75]], [0.5]) == Profile((0.5,), (0.5,))
    assert performance_profile([[], []], [0.5]) is None


def test_tasks_without_runs_are_left_out():
    assert performance_profile([[], [0.75, 0.25]], [0.5]).shares == pytest.approx([0.5])
