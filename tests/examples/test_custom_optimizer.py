"""An optimizer of one's own: gradients by back-propagation through the trace; no model is asked."""

from __future__ import annotations

import pytest

import robotrace as rt


def test_the_losses_are_those_of_gradient_descent(program):
    losses = program("custom_optimizer").train()
    x, expected = 1.0, []
    for _ in range(10):
        expected.append(abs(x) + x * x / 2)
        x -= 0.1 * ((1 if x > 0 else -1) + x)
    assert losses == pytest.approx(expected)
    assert losses[:3] == pytest.approx([1.5, 1.12, 0.8122])


def test_the_step_returns_what_was_set(program):
    x = rt.node(3.0, trainable=True, name="x")
    optimizer = program("custom_optimizer").GradientDescent([x], stepsize=0.5)
    (x * x).backward(1.0)
    assert optimizer.step().values == {"x": 0.0}
    assert x.data == 0.0


def test_it_updates_all_of_several_parameters(program):
    x, y = rt.node(3.0, trainable=True, name="x"), rt.node(2.0, trainable=True, name="y")
    optimizer = program("custom_optimizer").GradientDescent([x, y], stepsize=1.0)
    (x * y + y).backward(1.0)
    optimizer.step()
    assert (x.data, y.data) == (1.0, -2.0)
