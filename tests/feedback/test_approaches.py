from robotrace.feedback.approaches import hand_to_object, to_goal
from robotrace.feedback.scene import scene

ABOVE = (0.1, 0.6, 0.12)


def test_an_approach_and_a_retreat(table, played):
    view = scene(table, played([(0.1, 0.6, 0.22), ABOVE, (0.1, 0.6, 0.2)]))
    assert hand_to_object(view) == [
        "hand to puck: 20.0 cm at the start, nearest 10.0 cm at t=1 (hand minus puck: x 0.0, y 0.0, z +10.0 cm), 18.0 "
        "cm at the end."
    ]


def test_nearest_at_the_end(table, played):
    view = scene(table, played([(0.1, 0.6, 0.22), ABOVE]))
    assert hand_to_object(view) == [
        "hand to puck: 20.0 cm at the start, nearest 10.0 cm at the end (hand minus puck: x 0.0, y 0.0, z +10.0 cm)."
    ]


def test_a_hand_that_went_away(table, played):
    view = scene(table, played([ABOVE, (0.1, 0.6, 0.22)]))
    assert hand_to_object(view) == [
        "hand to puck: 10.0 cm at the start (hand minus puck: x 0.0, y 0.0, z +10.0 cm), never nearer, 20.0 cm at the "
        "end."
    ]


def test_a_hand_that_stayed(table, played):
    view = scene(table, played([ABOVE, ABOVE]))
    assert hand_to_object(view) == ["hand to puck: 10.0 cm throughout (hand minus puck: x 0.0, y 0.0, z +10.0 cm)."]


def test_an_object_that_came_nearer_to_its_goal(table, played):
    view = scene(table, played([ABOVE, ABOVE], puck=[(0.1, 0.6, 0.2), (0.1, 0.7, 0.2)]))
    assert to_goal(view) == [
        "puck to goal: 20.0 cm at the start, nearest 10.0 cm at the end (puck minus goal: x 0.0, y -10.0, z 0.0 cm). "
        "Improved by 10.0 cm."
    ]


def test_an_object_pushed_away_from_its_goal(table, played):
    view = scene(table, played([ABOVE, ABOVE], puck=[(0.1, 0.6, 0.2), (0.1, 0.5, 0.2)]))
    assert to_goal(view)[0].endswith("never nearer, 30.0 cm at the end. Worse by 10.0 cm.")


def test_without_an_object_the_hand_goes_to_the_goal(table, made):
    observations = {"hand": [(0.1, 0.8, 0.3), (0.1, 0.8, 0.2)], "goal": [(0.1, 0.8, 0.2)] * 2}
    view = scene(table, made(observations, [[0.1, 0.8, 0.2, 0.0]]))
    assert hand_to_object(view) == []
    assert to_goal(view) == [
        "hand to goal: 10.0 cm at the start, nearest 0.0 cm at the end (hand minus goal: x 0.0, y 0.0, z 0.0 cm). "
        "Improved by 10.0 cm."
    ]
