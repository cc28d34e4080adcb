import dataclasses

import numpy as np

from robotrace.episodes.task import Field
from robotrace.feedback.pairs import pairs
from robotrace.feedback.scene import scene


def told(task, made, paths):
    """What is said of positions without a role."""
    task = dataclasses.replace(task, fields=tuple(Field(name, (3,), "m", "a sensor.") for name in paths))
    count = len(next(iter(paths.values()))) - 1
    episode = made(paths, np.zeros((count, 4)))
    return pairs(scene(task, episode), episode)


def test_distances_are_told_of_positions_without_a_role(table, made):
    assert told(table, made, {"a": [(0, 0, 0.3), (0, 0, 0.1), (0, 0, 0.2)], "b": [(0, 0, 0)] * 3}) == [
        "a to b: 30.0 cm at the start, nearest 10.0 cm at t=1 (a minus b: x 0.0, y 0.0, z +10.0 cm), 20.0 cm at the end."
    ]


def test_a_distance_that_stays(table, made):
    assert told(table, made, {"a": [(0.1, 0, 0)] * 3, "b": [(0, 0, 0)] * 3}) == [
        "a to b: 10.0 cm throughout (a minus b: x +10.0, y 0.0, z 0.0 cm)."
    ]


def test_what_is_carried_moved_along(table, made):
    a = [(0, 0, 0.2), (0, 0, 0.1), (0, 0, 0.15), (0, 0, 0.2), (0, 0, 0.25)]
    b = [(0, 0, 0.1), (0, 0, 0.1), (0, 0, 0.15), (0, 0, 0.2), (0, 0, 0.25)]
    (text,) = told(table, made, {"a": a, "b": b})
    assert text.endswith(" They moved along together at t=1..3.")


def test_what_moved_apart_did_not_move_along(table, made):
    a, b = [(0, 0, 0.1 * step) for step in range(4)], [(0.1 * step, 0, 0) for step in range(4)]
    (text,) = told(table, made, {"a": a, "b": b})
    assert text.endswith(" They did not move along together.")


def test_positions_with_roles_are_told_elsewhere(table, played):
    episode = played([(0.1, 0.6, 0.1)] * 4)
    assert pairs(scene(table, episode), episode) == []


def test_the_number_of_pairs_is_bounded_and_the_nearest_come_first(table, made):
    lines = told(table, made, {f"p{index}": [(0.01 * index**2, 0, 0)] * 3 for index in range(6)})
    assert len(lines) == 11
    assert lines[0].startswith("p0 to p1: 1.0 cm throughout")
    assert lines[-1] == "And 5 more pairs of positions."
