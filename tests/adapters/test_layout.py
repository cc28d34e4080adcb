import numpy as np
import pytest
from several_toys import two
from toy import PointTask

from robotrace.adapters import Layout
from robotrace.errors import OptionError

OBSERVATION = {"gripper_opening": np.array(0.5), "goal_pos": np.array([4.0, 5.0, 6.0]), "hand_pos": [1.0, 2.0, 3.0]}


def test_fields_stand_in_the_tasks_order():
    layout = Layout.of(PointTask())
    assert layout.size == 7
    assert layout.flat(OBSERVATION).tolist() == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.5]


def test_a_vector_has_names_again():
    named = Layout({"hand": (2,), "opening": (), "pose": (2, 2)}).named([1, 2, 3, 4, 5, 6, 7])
    assert {name: value.tolist() for name, value in named.items()} == {
        "hand": [1.0, 2.0],
        "opening": 3.0,
        "pose": [[4.0, 5.0], [6.0, 7.0]],
    }


def test_a_vector_of_another_size_is_refused():
    with pytest.raises(OptionError, match=r"observation: expected 3 numbers \(a, b\), found the shape \(4,\)\."):
        Layout({"a": (2,), "b": ()}).named(np.zeros(4))


def test_several_tasks_have_no_one_vector():
    with pytest.raises(
        OptionError, match=r"^TOY2 is several tasks, whose fields differ, .* make an environment of one of them.$"
    ):
        Layout.of(two())
