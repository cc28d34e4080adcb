import dataclasses

import numpy as np

from robotrace.episodes.task import Field
from robotrace.feedback.plain import plain_fields
from robotrace.feedback.scene import scene


def told(task, made, field, values):
    task = dataclasses.replace(task, fields=(field,))
    episode = made({field.name: values}, np.zeros((len(values) - 1, 1)), control="raw")
    return plain_fields(scene(task, episode), episode)


def test_a_task_without_roles_is_told_field_by_field(cart, balanced_pole):
    assert plain_fields(scene(cart, balanced_pole), balanced_pole) == [
        "position (m): from 0 to 0.2, lowest 0 at t=0, highest 0.3 at t=2.",
        "angle (rad): from 0.05 to -0.2, lowest -0.2 at t=3, highest 0.05 at t=0.",
        "Unchanged: mass = 2.",
    ]


def test_an_orientation_is_told_as_an_angle(cart, made):
    half = np.sqrt(0.5)
    turned = [(1, 0, 0, 0), (-half, 0, 0, -half), (1, 0, 0, 0)]
    assert told(cart, made, Field("quat", (4,), "1", ""), turned) == [
        "quat: turned by up to 90 degrees (t=1), 0 degrees at the end."
    ]


def test_an_orientation_that_trembles_has_not_changed(cart, made):
    assert told(cart, made, Field("quat", (4,), "1", ""), [(1, 0, 0, 0), (1, 0.001, 0, 0)]) == [
        "Unchanged: quat = (1, 0, 0, 0)."
    ]


def test_a_short_vector(cart, made):
    assert told(cart, made, Field("speed", (2,), "m/s", ""), [(0, 1), (2, -1), (1, 0)]) == [
        "speed (m/s): from (0, 1) to (1, 0), lowest (0, -1), highest (2, 1)."
    ]


def test_a_long_vector_is_told_by_its_liveliest_components(cart, made):
    values = np.zeros((3, 17))
    values[1] = np.arange(17)
    (text,) = told(cart, made, Field("joints", (17,), "rad", ""), values)
    assert text.startswith(
        "joints (rad), 17 components, 16 changed: [13] from 0 to 0, lowest 0 at t=0, highest 13 at t=1; "
    )
    assert text.count("from") == 4


def test_the_number_of_fields_told_is_bounded(cart, made):
    names = [f"f{index}" for index in range(40)]
    task = dataclasses.replace(cart, fields=tuple(Field(name, (), "1", "") for name in names))
    episode = made({name: [0.0, 1.0] for name in names}, [[0.0]])
    lines = plain_fields(scene(task, episode), episode)
    assert len(lines) == 25
    assert lines[-1] == "And 16 more changed fields."


def test_beside_a_hand_only_changed_fields_are_told(table, made):
    task = dataclasses.replace(table, fields=(*table.fields, Field("lamp", (), "1", ""), Field("dial", (), "rad", "")))
    episode = made({"hand": [(0, 0, 0)] * 2, "lamp": [0, 0], "dial": [0, 1]}, [[0, 0, 0, 0]])
    assert plain_fields(scene(task, episode), episode) == [
        "dial (rad): from 0 to 1, lowest 0 at t=0, highest 1 at t=1."
    ]


def test_many_unchanged_numbers_are_only_counted(cart, made):
    assert told(cart, made, Field("joints", (9,), "rad", ""), np.ones((3, 9))) == ["Unchanged: joints (9 components)."]
