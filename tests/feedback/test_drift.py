import numpy as np

from robotrace.feedback.drift import drift, tolerance


def test_millimetres_and_parts_of_a_range_are_no_change():
    assert tolerance(np.array([[0.0, 1.0], [0.5, 1.0]]), "m").tolist() == [0.003, 0.003]
    assert tolerance(np.array([[0.0], [2.0]]), "rad").tolist() == [0.02]


def test_a_steady_drift_is_told_with_its_rate(table, played):
    hand = [(0.1, 0.6, 0.2 - 0.0001 * step) for step in range(21)]
    assert drift(table, played(hand), 0) == "hand[2] by -0.0001 m an action"


def test_a_drift_without_metres_is_told_too(cart, made):
    angle = 1.0 + 0.0001 * np.arange(31)
    assert drift(cart, made({"angle": angle}, np.ones((30, 1))), 0) == "angle by 0.0001 rad an action"


def test_jitter_is_no_drift(table, played):
    still = np.tile((0.1, 0.6, 0.2), (40, 1)) + np.random.default_rng(0).uniform(-0.001, 0.001, (40, 3))
    assert drift(table, played(still), 0) == ""


def test_what_settles_is_no_drift(table, played):
    hand = [(0.1 + 0.002 * 0.5**step, 0.6, 0.2) for step in range(21)]
    assert drift(table, played(hand), 0) == ""


def test_two_rows_show_no_drift(table, played):
    assert drift(table, played([(0.1, 0.6, 0.2), (0.102, 0.6, 0.2)]), 0) == ""
