from __future__ import annotations

import copy

import pytest

from robotrace.errors import ParameterError
from robotrace.trace import bundle, node


@bundle(trainable=True)
def scale(x, /, factor, *rest, offset=0, **more):
    return x * factor


@bundle(trainable=True)
def half(x):
    return x / 2


def test_a_trial_runs_another_text_and_keeps_the_one_that_stands():
    assert half.parameter.trial("def half(x):\n    return x / 4", {"x": 8}) == 2
    assert half(8).data == 4


def test_arguments_go_where_they_came_from():
    recorded = scale(2, 3, 4, 5, offset=6, colour="red").inputs
    recorded.pop("__code__")
    text = "def scale(x, /, factor, *rest, offset=0, **more):\n    return x, factor, rest, offset, more"
    assert scale.parameter.trial(text, recorded) == (2, 3, (4, 5), 6, {"colour": "red"})


def test_defaults_stay_defaults():
    @bundle(trainable=True)
    def f(a, b=2, c=3):
        return a

    assert f.parameter.trial("def f(a, b=2, c=3):\n    return a, b, c", {"a": 1, "c": 5}) == (1, 2, 5)


def test_what_a_text_raises_names_the_line():
    with pytest.raises(ParameterError, match="at line 2 of"):
        half.parameter.trial("def half(x):\n    return x / 0", {"x": 8})


def test_a_trial_leaves_no_trace():
    before = node(1.0)
    half.parameter.trial("def half(x):\n    return x", {"x": before.data})
    assert half.parameter.graphs == []


def test_methods_async_functions_and_plain_parameters_have_no_trial():
    class Policy:
        @bundle(trainable=True)
        def act(self, x):
            return x

    @bundle(trainable=True)
    async def later(x):
        return x

    assert Policy.act.parameter.trial is None
    assert later.parameter.trial is None
    assert node(1.0, trainable=True).trial is None


def test_a_copy_has_a_trial_of_its_own():
    assert copy.deepcopy(half).parameter.trial("def half(x):\n    return x", {"x": 8}) == 8
