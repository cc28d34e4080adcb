"""An action is a vector of numbers, wherever it is looked at."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from toy import PointTask

from robotrace.episodes import rollout
from robotrace.errors import ActionError, PolicyInvalidAction
from robotrace.sandbox import Sandbox
from robotrace.sandbox.action import vector

ZEROS = [0.0, 0.0, 0.0]


class Hostile:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("not today")

    def __repr__(self):
        raise RuntimeError("nor tomorrow")


@pytest.mark.parametrize(
    "action",
    [
        [1, 2, 3, 4],
        (1.0, 2, np.float32(3), np.int8(4)),
        np.array([1, 2, 3, 4], dtype=np.uint8),
        np.array([1, 2, 3, 4], dtype=np.float16),
        [np.array(1.0), 2.0, 3.0, 4.0],
        [np.float64(1), np.array([2.0]).sum(), 3, 4],
    ],
)
def test_numbers_of_any_type_are_an_action(action):
    row = vector(action)
    assert (row.dtype, row.tolist()) == (np.float64, [1.0, 2.0, 3.0, 4.0])


def test_neither_infinite_nor_huge_numbers_are_its_business():
    assert vector([float("nan"), float("inf"), 10**30, 1e308]).tolist()[1:] == [float("inf"), 1e30, 1e308]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (np.ma.array([1.0, 2.0, 3.0, 4.0], mask=[0, 1, 0, 0]), "masked values are no numbers"),
        ([np.ma.masked, *ZEROS], "masked values are no numbers"),
        (np.array(["NaT", "2020-01-01"], dtype="datetime64[D]"), "it holds dates"),
        ([np.datetime64("NaT"), *ZEROS], "it holds dates"),
        ([np.timedelta64("NaT"), *ZEROS], "it holds durations"),
        (np.array([1, 2, 3, 4], dtype="timedelta64[s]"), "it holds durations"),
        ([datetime.date(2020, 1, 1), *ZEROS], "it holds what is no number"),
        (["1.0", "0", "0", "0"], "it holds text"),
        (["1.0", *ZEROS], "it holds text"),
        (np.array(["1.0", "0", "0", "0"]), "it holds text"),
        ([b"1", *ZEROS], "it holds bytes"),
        ("1234", "it holds text"),
        ([True, *ZEROS], "it holds truth values"),
        ([np.True_, *ZEROS], "it holds truth values"),
        (np.array([True, False, True, False]), "it holds truth values"),
        ([1j, *ZEROS], "it holds complex numbers"),
        (np.zeros(4, dtype=complex), "it holds complex numbers"),
        ([None, *ZEROS], "it holds what is no number"),
        (None, "found NoneType None"),
        ({"x": 1.0}, "found dict"),
        ([Decimal(1), *ZEROS], "it holds what is no number"),
        ([Fraction(1, 2), *ZEROS], "it holds what is no number"),
        (np.array([1.0, None], dtype=object), "it holds what is no number"),
        ([[1.0, 2.0], [3.0]], "inhomogeneous"),
        ([[1.0], 0.0, 0.0, 0.0], "sequence"),
        ([1.0, [2.0, [3.0]]], "inhomogeneous"),
        (np.zeros((2, 2)), r"found an array of shape \(2, 2\)"),
        (1.0, r"found an array of shape \(\)"),
        (np.zeros(2, dtype=[("x", float)]), "it holds records"),
        ([10**400, *ZEROS], "found list"),
        (Hostile(), "found Hostile: RuntimeError: not today"),
        ([Hostile(), *ZEROS], "found list: RuntimeError: not today"),
    ],
)
def test_what_only_looks_like_numbers_is_none(action, words):
    with pytest.raises(ActionError, match=words) as refused:
        vector(action)
    assert str(refused.value).startswith("An action is a vector of numbers, found ")
    episode = rollout(lambda observation: action, PointTask(), traced=False)
    assert (episode.failure.kind, len(episode)) == ("invalid action", 0)


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("np.ma.array([1.0, 2.0], mask=[0, 1])", "masked values"),
        ("[np.datetime64('NaT'), 0.0]", "dates"),
        ("['1', '2']", "text"),
        ("[True, 0.0]", "truth values"),
    ],
)
def test_the_same_holds_in_the_sandbox(returned, words):
    text = f"import numpy as np\ndef controller(o): return {returned}"
    with Sandbox() as sandbox, sandbox.load(text) as policy, pytest.raises(PolicyInvalidAction, match=words):
        policy.act({"hand": np.zeros(3)})
