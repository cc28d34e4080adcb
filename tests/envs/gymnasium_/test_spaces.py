"""Each kind of space as fields and as an action."""

import numpy as np
import pytest
import tiny_environments
from robotrace.envs.gymnasium_.spaces import told

import robotrace as rt
from robotrace.errors import OptionError

SHAPES = {
    "box": {"observation_0": (), "observation_1": ()},
    "discrete": {"observation": ()},
    "multi": {"observation": (2,)},
    "binary": {"observation": (3,)},
    "dict": {"arm_angle": (), "goal": (3,)},
    "tuple": {"observation_0": (), "observation_1": (2,)},
    "grid": {"observation": (4, 4)},
    "wide": {"observation": (100,)},
}


@pytest.mark.parametrize("kind", SHAPES)
def test_every_kind_of_space_is_observed_by_name_as_float64(kind):
    task = rt.make(f"tiny/{kind}-v0")
    assert {field.name: field.shape for field in task.fields} == SHAPES[kind]
    seen = task.reset(3)
    assert {name: value.shape for name, value in seen.items()} == SHAPES[kind]
    assert {value.dtype for value in seen.values()} == {np.dtype(np.float64)}
    assert all(field.description.endswith(".") for field in task.fields)


@pytest.mark.parametrize(
    ("kind", "names", "low", "high", "given", "done"),
    [
        ("box", ("action_0", "action_1"), (-2, 0), (2, 1), [5.0, 0.25], [2.0, 0.25]),
        ("discrete", ("action",), (-1,), (1,), [0.6], 1),
        ("multi", ("action_0", "action_1"), (0, 0), (2, 1), [1.2, 0.4], [1, 0]),
        ("binary", ("action_0", "action_1"), (0, 0), (1, 1), [0.9, -3.0], [1, 0]),
        ("tuple", ("action_0", "action_1"), (0, 0), (1, 3), [1.0, 2.4], (1, 2)),
    ],
)
def test_every_kind_of_action_is_made_of_numbers_within_bounds(kind, names, low, high, given, done):
    task = rt.make(f"tiny/{kind}-v0")
    assert (task.action.names, task.action.low, task.action.high) == (names, low, high)
    task.reset(0)
    transition = task.step(given)
    acted = task._env.unwrapped.done[0]
    assert np.array_equal(acted, done)
    assert transition.info["saturated"] is any(not a <= it <= b for it, a, b in zip(given, low, high, strict=True))


def test_parts_of_a_dict_are_named_and_put_together_again():
    task = rt.make("tiny/dict-v0")
    assert task.action.names == ("grip", "push_0", "push_1")
    assert task.action.description == "numbers; grip rounded to whole ones"
    task.reset(0)
    task.step([0.7, 0.5, -0.5])
    acted = task._env.unwrapped.done[0]
    assert acted["grip"] == 1
    assert acted["push"].tolist() == [0.5, -0.5]


def test_a_controller_is_shown_copies():
    task = rt.make("tiny/box-v0")
    seen = task.reset(0)
    before = {name: float(value) for name, value in seen.items()}
    task.step([0.0, 0.0])
    assert {name: float(value) for name, value in seen.items()} == before


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("picture", "observes pictures (observation, 64 x 64 x 3), which no controller here is given: wrap it in"),
        (
            "text",
            "observes observation, a Text space: expected Box, Discrete, MultiDiscrete, MultiBinary, Dict or Tuple",
        ),
        ("sequence", "is acted on by a Sequence space: expected Box, Discrete"),
        ("nothing", "leaves nothing to choose: expected actions that differ, found the space Discrete(1)."),
    ],
)
def test_what_is_no_numbers_is_refused_in_one_line_that_says_what_to_do(kind, words):
    with pytest.raises(OptionError) as caught:
        rt.make(f"tiny/{kind}-v0")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_space_says_which_numbers_it_holds():
    assert told(tiny_environments.KINDS["discrete"][0]) == ((), "A whole number from 1 to 5")
    assert told(tiny_environments.KINDS["multi"][0]) == ((2,), "Whole numbers from [0, 0] to [1, 3]")
