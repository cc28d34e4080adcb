"""Each kind of shift, with literal numbers."""

import numpy as np
import pytest
from robotrace.envs.shifted import (
    Biased,
    DeadZone,
    Delayed,
    Friction,
    Gain,
    Mass,
    Mirrored,
    Noise,
    Offset,
    Renamed,
    Reversed,
    Rotated,
    Scaled,
    Shift,
)
from robotrace.envs.shifted.body import Body
from robotrace.envs.shifted.kinds import KINDS, from_record, to_record
from toy import PointTask

from robotrace.errors import OptionError, UnknownNameError

HAND = np.array([0.1, 0.6, 0.2])
BODY = Body(size=4, axes=(0, 1, 2), spatial=True, grip=3, hand="hand_pos", at=HAND)
FIELDS = PointTask.fields
SEEN = {
    "hand_pos": np.array([1.0, 2.0, 3.0]),
    "goal_pos": np.array([4.0, 5.0, 6.0]),
    "gripper_opening": np.float64(1.0),
}


@pytest.mark.parametrize(
    ("shift", "asked", "told"),
    [
        (Rotated(90.0), [0.1, 0.6, 0.2, 1.0], [-0.6, 0.1, 0.2, 1.0]),
        (Rotated(-90.0), [0.1, 0.6, 0.2, 1.0], [0.6, -0.1, 0.2, 1.0]),
        (Rotated(30.0), [1.0, 0.0, 0.2, -1.0], [0.8660254, 0.5, 0.2, -1.0]),
        (Rotated(90.0, axis=(2.0, 0.0, 0.0)), [0.1, 0.6, 0.2, 1.0], [0.1, -0.2, 0.6, 1.0]),
        (Rotated(120.0, axis=(1.0, 1.0, 1.0)), [0.1, 0.6, 0.2, 1.0], [0.2, 0.1, 0.6, 1.0]),
        (Mirrored("y"), [0.1, 0.6, 0.2, 1.0], [0.1, -0.6, 0.2, 1.0]),
        (Scaled(0.5), [0.1, 0.6, 0.2, 1.0], [0.05, 0.3, 0.1, 1.0]),
        (Offset((0.1, -0.2, 0.3)), [0.1, 0.6, 0.2, 1.0], [0.2, 0.4, 0.5, 1.0]),
        (Reversed(), [0.1, 0.6, 0.2, 0.7], [0.1, 0.6, 0.2, -0.7]),
        (Gain(0.5), [0.3, 0.6, 0.1, 1.0], [0.2, 0.6, 0.15, 1.0]),
        (Gain(2.0), [0.3, 0.6, 0.1, 1.0], [0.5, 0.6, 0.0, 1.0]),
        (DeadZone(0.02), [0.3, 0.5, 0.21, 1.0], [0.28, 0.52, 0.2, 1.0]),
        (Delayed(2), [0.3, 0.5, 0.21, 1.0], [0.3, 0.5, 0.21, 1.0]),  # the task keeps the action, the shift changes none
    ],
    ids=lambda value: repr(value) if isinstance(value, Shift) else "",
)
def test_what_the_robot_is_told(shift, asked, told):
    given = np.array(asked)
    assert shift.told(given, BODY) == pytest.approx(told, abs=1e-7)
    assert given.tolist() == asked  # not changed in place


@pytest.mark.parametrize(
    "shift",
    [
        Rotated(37.0),
        Rotated(-20.0, axis=(1.0, 2.0, 3.0)),
        Mirrored("x"),
        Scaled(1.3),
        Offset((0.1, -0.2, 0.3)),
        Reversed(),
        Gain(0.7),
        DeadZone(0.02),
    ],
    ids=repr,
)
def test_asking_undoes_telling(shift):
    for wanted in ([0.3, 0.5, 0.21, 0.4], [-0.5, 1.0, 0.05, -1.0]):
        asked = shift.asked(np.array(wanted), BODY)
        assert shift.told(asked, BODY) == pytest.approx(wanted, abs=1e-12)
        assert asked != pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize(
    "shift",
    [Rotated(0.0), Scaled(1.0), Offset((0.0, 0.0, 0.0)), Gain(1.0), DeadZone(0.0)],
    ids=repr,
)
def test_a_neutral_shift_changes_no_bit(shift):
    for action in np.random.default_rng(0).uniform(-1.0, 1.0, (50, 4)):
        assert shift.told(action, BODY).tobytes() == action.tobytes()


def test_where_an_action_is_a_way_itself_gain_and_dead_zone_count_from_zero():
    body = Body(size=4, axes=(0, 1, 2), spatial=True, grip=3)
    action = np.array([0.5, -0.5, 0.05, 1.0])
    assert Gain(2.0).told(action, body).tolist() == [1.0, -1.0, 0.1, 1.0]
    assert DeadZone(0.1).told(action, body) == pytest.approx([0.4, -0.4, 0.0, 1.0])


def test_a_reversed_gripper_is_mirrored_about_the_middle_of_its_range():
    body = Body(size=2, axes=(0,), grip=1, middle=0.5)
    assert Reversed().told(np.array([3.0, 0.2]), body) == pytest.approx([3.0, 0.8])


def test_a_biased_sensor_is_off_by_a_constant_and_no_other():
    seen = Biased("goal_pos", (0.1, -0.2, 0.3)).seen(SEEN)
    assert seen["goal_pos"] == pytest.approx([4.1, 4.8, 6.3])
    assert seen["hand_pos"] is SEEN["hand_pos"]
    assert SEEN["goal_pos"].tolist() == [4.0, 5.0, 6.0]
    assert Biased("gripper_opening", (-0.5,)).seen(SEEN)["gripper_opening"] == pytest.approx(0.5)


def test_renamed_sensors_tell_neither_what_they_are_nor_by_their_order():
    shift = Renamed({"hand_pos": "sensor_c", "goal_pos": "sensor_a", "gripper_opening": "sensor_b"})
    assert [(one.name, one.shape, one.unit, one.description, one.role) for one in shift.fields(FIELDS)] == [
        ("sensor_a", (3,), "m", "a sensor.", "other"),
        ("sensor_b", (), "1", "a sensor.", "other"),
        ("sensor_c", (3,), "m", "a sensor.", "other"),
    ]
    seen = shift.seen(SEEN)
    assert list(seen) == ["sensor_a", "sensor_b", "sensor_c"]
    assert seen["sensor_c"] is SEEN["hand_pos"]


def test_a_field_that_is_not_renamed_keeps_its_role():
    fields = {one.name: one.role for one in Renamed({"goal_pos": "sensor_a"}).fields(FIELDS)}
    assert fields == {"gripper_opening": "gripper", "hand_pos": "hand", "sensor_a": "other"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Scaled(0.0), r"Shift Scaled .* expected factor to be a positive number; found 0\.0"),
        (lambda: Gain(-1.0), "Shift Gain .* a positive number; found -1"),
        (lambda: DeadZone(float("nan")), "Shift DeadZone .* 0 or more; found nan"),
        (lambda: Rotated(float("inf")), "Shift Rotated .* finite"),
        (lambda: Rotated(10.0, axis=(0.0, 0.0, 0.0)), "Shift Rotated .* direction that is not zero"),
        (lambda: Delayed(0), "Shift Delayed .* steps to be a whole number of 1 or more; found 0"),
        (lambda: Delayed(1.0), "Shift Delayed .* found 1.0"),
        (lambda: Noise(-0.1), "Shift Noise .* share to be a number of 0 or more; found -0.1"),
        (lambda: Noise(sd={"hand_pos": float("nan")}), "Shift Noise .* sd to be numbers of 0 or more; found nan"),
        (
            lambda: Noise(sd={"hand_pos": (0.1, 0.2)}).fields(FIELDS),
            "Shift Noise .* a number, or 3 of them, for hand_pos",
        ),
        (lambda: Mass(0.0), "Shift Mass .* factor to be a positive number; found 0.0"),
        (lambda: Friction(float("inf")), "Shift Friction .* a positive number; found inf"),
        (lambda: Mirrored("w"), 'Shift Mirrored .* "x", "y" or "z"; found \'w\''),
        (lambda: Offset((0.1, 0.2)), "Shift Offset .* 3 finite numbers"),
        (lambda: Biased("goal_pos", (0.1,)).fields(FIELDS), "Shift Biased .* 3 numbers for goal_pos"),
        (lambda: Renamed({"goal_pos": "hand_pos"}).fields(FIELDS), "a name of its own for every field"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(make, message):
    with pytest.raises(OptionError, match=message):
        make()


@pytest.mark.parametrize(
    "shift",
    [Biased("goal_position", (0.1, 0.1, 0.1)), Renamed({"goal_position": "a"}), Noise(sd={"goal_position": 0.1})],
)
def test_an_unknown_field_is_answered_with_a_near_one(shift):
    with pytest.raises(UnknownNameError, match=r"Unknown field 'goal_position'. Did you mean goal_pos\?"):
        shift.fields(FIELDS)


@pytest.mark.parametrize(
    ("shift", "record"),
    [
        (Rotated(30.0), {"kind": "Rotated", "degrees": 30.0, "axis": [0.0, 0.0, 1.0]}),
        (Biased("goal_pos", (0.1, 0.2, 0.3)), {"kind": "Biased", "field": "goal_pos", "by": [0.1, 0.2, 0.3]}),
        (Renamed({"a": "b"}), {"kind": "Renamed", "names": {"a": "b"}}),
        (Delayed(2), {"kind": "Delayed", "steps": 2}),
        (
            Noise(0.05, {"hand_pos": (0.1, 0.2, 0.3)}),
            {"kind": "Noise", "share": 0.05, "sd": {"hand_pos": (0.1, 0.2, 0.3)}},
        ),
        (Mass(1.2), {"kind": "Mass", "factor": 1.2}),
    ],
)
def test_a_shift_is_plain_data_and_back(shift, record):
    assert to_record(shift) == record
    assert from_record(record) == shift


def test_every_kind_is_known_by_its_name():
    assert set(KINDS) == {
        *("Rotated", "Mirrored", "Scaled", "Offset", "Reversed", "Gain", "DeadZone", "Delayed"),
        *("Biased", "Noise", "Renamed", "Mass", "Friction"),
    }  # fmt: skip


def test_a_delay_as_it_was_written_before_it_had_a_length_is_one_of_one_action():
    assert from_record({"kind": "Delayed"}) == Delayed(1)


def test_plain_data_that_is_no_shift_is_refused():
    with pytest.raises(UnknownNameError, match=r"Unknown kind of shift 'Rotate'. Did you mean Rotated\?"):
        from_record({"kind": "Rotate", "degrees": 3})
    with pytest.raises(OptionError, match="looks like"):
        from_record({"degrees": 3})
    with pytest.raises(OptionError, match=r"Shift Rotated cannot be made of \{'degree': 3\}"):
        from_record({"kind": "Rotated", "degree": 3})
