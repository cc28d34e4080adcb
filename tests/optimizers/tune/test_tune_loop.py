"""tune in a loop of one's own: each step asks for a member, `backward(score=...)` tells how good it is."""

from __future__ import annotations

import pytest

import robotrace as rt
from robotrace.errors import OptionError, TraceError


def search(optimizer, run, steps):
    """Ask and tell; returns the values that were tried."""
    for _ in range(steps):
        output, score = run()
        optimizer.zero_feedback()
        output.backward(score=score)
        optimizer.step()
    optimizer.set_best()


def test_numbers_are_found():
    x, y = rt.node(1.0, "x", trainable=True), rt.node(-0.5, "y", trainable=True)

    def run():
        z = (x - 2.5) ** 2 + (y + 1.2) ** 2
        return z, -z.data

    search(rt.Tune([x, y]), run, 90)
    assert x.data == pytest.approx(2.5, abs=0.2)
    assert y.data == pytest.approx(-1.2, abs=0.2)


def test_bounds_are_searched_whole_and_kept():
    tried = []
    x = rt.node(0.0, "x", trainable=True, bounds=(0.0, 100.0))

    def run():
        tried.append(x.data)
        return x + 0, -abs(x.data - 100.0)

    search(rt.Tune([x]), run, 60)
    assert x.data == pytest.approx(100.0, abs=1.0)
    assert 0.0 <= min(tried) <= max(tried) <= 100.0


def test_choices_of_any_kind_are_searched():
    tone = rt.node("rude", "tone", trainable=True, choices=["rude", "plain", "kind", "warm"])
    size = rt.node([1], "size", trainable=True, choices=[[1], [2], [3]])

    def run():
        points = {"rude": 0, "plain": 1, "kind": 3, "warm": 2}
        return rt.node([tone, size]), points[tone.data] + size.data[0]

    search(rt.Tune([tone, size]), run, 24)
    assert (tone.data, size.data) == ("kind", [3])


@pytest.mark.parametrize("trust", [True, False])
def test_numbers_in_code_are_searched(trust):
    @rt.bundle(trainable=True)
    def act(distance):
        return distance * 0.5

    def run():
        output = act(1.0)
        return output, -abs(output.data - 0.8)

    search(rt.Tune(act.parameters(), trust=trust), run, 14)
    assert act(1.0).data > 0.6


def test_what_a_check_refuses_is_not_asked_for_again():
    x = rt.node(1.0, "x", trainable=True, check=lambda value: value < 1.01)
    optimizer = rt.Tune([x])
    refused = []
    for _ in range(30):
        optimizer.zero_feedback()
        (x + 0).backward(score=x.data)
        proposal = optimizer.step()
        refused += [proposal.refusal] if proposal.refusal else []
    assert refused
    assert len(set(refused)) == len(refused)


def test_a_score_is_needed():
    x = rt.node(1.0, "x", trainable=True)
    (x + 1).backward("larger")
    with pytest.raises(TraceError, match=r"tune compares values by their score, and no output was given one"):
        rt.Tune([x]).step()


def test_a_text_without_choices_holds_nothing_to_tune():
    text = rt.node("hello", "text", trainable=True)
    (text + "!").backward(score=1.0)
    with pytest.raises(OptionError, match="tune finds no number to tune in the trainable parts: text"):
        rt.Tune([text]).step()


def test_one_choice_and_equal_bounds_are_nothing_to_search():
    x = rt.node(1.0, "x", trainable=True, bounds=(1.0, 1.0))
    y = rt.node(2.0, "y", trainable=True, choices=[2.0])
    (x + y).backward(score=1.0)
    with pytest.raises(OptionError, match="finds no number"):
        rt.Tune([x, y]).step()
