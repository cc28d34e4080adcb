"""Whatever values and calls a program makes, the view is a text within its tokens."""

from __future__ import annotations

import random

import numpy as np
import pytest

from robotrace.optimizers.view import Shown, render
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Variable
from robotrace.trace import Graph, backward, bundle, node, record

GAIN = Variable("gain", "number", 1.0)


def value(rng: random.Random, t: int):
    odd = [None, True, t, t / 7, float("nan"), float("inf"), 10**400, "a|b\n#X", np.float64(t / 3), np.zeros(0)]
    odd += [np.arange(3) * t, np.ones((2, 2), bool), [1, 2, t], [1, "x"], (), {}, {"k": t, "z": {"y": [t]}}, [10**400]]
    return rng.choice(odd)


def graph(rng: random.Random) -> Graph:
    steady = [rng.random() < 0.6 for _ in range(4)]
    seeds = [rng.randrange(10**9) for _ in range(4)]
    gain, constant = node(1.0, "gain", trainable=True), node([1, 2], "constant")
    state = node({"a": 0.0, "b": np.zeros(3)}, "state")
    feedback = {}
    for t in range(rng.choice([3, 8, 13, 40, 120])):
        seen = {
            name: value(random.Random(seed) if same else rng, t)
            for name, seed, same in zip("abcd", seeds, steady, strict=True)
        }
        if rng.random() < 0.5:
            action = record("look", {"state": state, "gain": gain, "given": value(rng, t)}, value(rng, t))
        else:
            action = record("peek", {"state": state, "constant": constant, "gain": gain}, value(rng, t))
        note = {"t": t, "reward": value(rng, t)} if rng.random() < 0.8 else {}
        state = record("step", {"action": node([action, gain]), "state": state}, seen, note=note)
        if rng.random() < 0.3:
            feedback[state] = value(rng, t)
    return backward({**feedback, state: "the end"})


@pytest.mark.parametrize("seed", range(25))
def test_odd_values_are_shown_within_the_tokens(seed):
    rng = random.Random(seed)
    shown = [Shown(graph(rng), f"train {index}: solved") for index in range(rng.choice([1, 2, 3]))]
    assert tokens(render(shown, [GAIN], prompt_tokens=2_000)) <= 2_000
    assert "the end" in render(shown, [GAIN], view="masked")
    assert "the end" in render(shown, [GAIN], view="full")


def test_fields_are_told_although_the_last_pass_leaves_none():
    """What goes round is a mapping, and in the end an empty one."""

    @bundle(trainable=True)
    def choose(seen):
        return 2 * seen["west"]

    @bundle
    def move(step, left):
        return {"west": left, "east": 3 * left} if left else {}

    seen = node({"west": 5, "east": 15})
    for left in range(30, -1, -1):
        seen = move(choose(seen), left)
    text = render(Graph.of({seen: "too slow"}), [], prompt_tokens=2000)
    lines = text.splitlines()
    assert "row | west | east | seen | left | step" in lines
    assert "5 | 26 | 78 |  | 25 | 52" in lines
    assert "end |  |  | {}" in lines


def test_arguments_of_one_name_are_told_for_each_function():
    """Neither is a field of the other."""

    @bundle(trainable=True)
    def choose(seen, left):
        return seen + left

    @bundle
    def move(step, left):
        return step - left

    seen = node(1.0)
    for left in range(30):
        seen = move(choose(seen, 2 * left), 3 * left + 1)
    text = render(Graph.of({seen: "too slow"}), [], prompt_tokens=2000)
    assert "left (into choose); left (into move)" in text
