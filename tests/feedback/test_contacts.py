"""What is said of a robot's own contact sensors."""

from dataclasses import replace

import numpy as np
from toy import PointTask

import robotrace as rt
from robotrace.episodes import Field, rollout
from robotrace.feedback.contacts import contacts


class Feet:
    fields = (Field("left", (), "1", "Touch.", "contact"), Field("right", (), "1", "Touch.", "contact"))


class Foot:
    fields = Feet.fields[:1]


def played(left, right):
    some = rollout("blank", PointTask())
    return replace(
        some,
        observations={"left": np.array([1.0, *left]), "right": np.array([0.0, *right])},
        actions=np.zeros((len(left), 2)),
        rewards=np.zeros(len(left)),
    )


def test_each_contact_is_told_by_its_share_its_times_and_its_longest():
    episode = played([0, 1, 1, 0, 0.5, 0, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1, 0, 0, 0, 0])
    assert contacts(Feet(), episode) == [
        "Contacts: left 30 % of the actions, from t=1, 2 times, the longest 2 actions; right 40 % of the actions, from t=2, "
        "1 time, the longest 4 actions; all at once 20 %, none 50 %."
    ]


def test_a_contact_that_never_was_is_told_and_no_sensor_says_nothing():
    assert contacts(Foot(), played([0] * 4, [0] * 4)) == ["Contacts: left never."]
    assert contacts(PointTask(), played([0] * 4, [0] * 4)) == []


def test_the_walker_s_feet_and_the_lander_s_legs_are_contacts():
    for name, found in (
        ("BipedalWalker-v3", ["contact_1", "contact_2"]),
        ("LunarLander-v3", ["left_leg", "right_leg"]),
    ):
        from robotrace.envs.gymnasium_.documented import documented

        assert [field.name for field in documented(name).fields if field.role == "contact"] == found
    assert rt.make("CartPole-v1").fields[0].role == "body"
