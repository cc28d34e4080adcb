import math
from dataclasses import fields

import pytest

from robotrace.errors import OptionError
from robotrace.opto import METERS, Ledger, Spend
from robotrace.training import Budget

USED = Ledger(Spend(3, 1000, 200, 70, usd=0.5), env_steps=5000, seconds=61.5)


@pytest.mark.parametrize(
    ("cap", "words"),
    [
        ({"calls": 3}, "the cap of 3 calls is reached (3 used)"),
        ({"tokens": 1000}, "the cap of 1,000 tokens is reached (1,200 used)"),
        ({"prompt_tokens": 1000}, "the cap of 1,000 prompt tokens is reached (1,000 used)"),
        ({"completion_tokens": 150}, "the cap of 150 completion tokens is reached (200 used)"),
        ({"cached_tokens": 70}, "the cap of 70 cached tokens is reached (70 used)"),
        ({"usd": 0.25}, "the cap of 0.25 dollars is reached (0.5 used)"),
        ({"env_steps": 5000}, "the cap of 5,000 environment steps is reached (5,000 used)"),
        ({"seconds": 60}, "the cap of 60 seconds is reached (61.5 used)"),
    ],
)
def test_a_cap_that_is_reached_is_named(cap, words):
    assert Budget(**cap).stops(USED, calls=True) == words


def test_caps_that_are_not_reached_stop_nothing():
    assert Budget(calls=4, tokens=1201, usd=0.6, env_steps=5001, seconds=62).stops(USED, calls=True) is None
    assert Budget().stops(USED, calls=True) is None


def test_caps_on_calls_do_not_stop_what_costs_none():
    assert Budget(calls=1, tokens=1, usd=0.1).stops(USED, calls=False) is None
    assert Budget(prompt_tokens=1, completion_tokens=1, cached_tokens=1).stops(USED, calls=False) is None
    assert Budget(env_steps=1).stops(USED, calls=False) is not None
    assert Budget(seconds=1).stops(USED, calls=False) is not None


def test_dollars_that_nobody_can_count_any_more_stop_a_run():
    unknown = Ledger(Spend(3, 1000, 200))
    assert (
        Budget(usd=1.0).stops(unknown, calls=True)
        == "the cap of 1 dollars cannot be kept: a reply came without a price"
    )
    assert Budget(tokens=9999).stops(unknown, calls=True) is None


def test_calls_left():
    assert Budget(calls=5).calls_left(USED) == 2
    assert Budget(calls=2).calls_left(USED) == 0
    assert Budget().calls_left(USED) == math.inf


@pytest.mark.parametrize("cap", [-1, math.nan, math.inf, "9"])
def test_a_cap_is_a_number(cap):
    with pytest.raises(OptionError, match="The cap on environment steps: expected a number from 0 up"):
        Budget(env_steps=cap)


def test_each_meter_has_its_cap_and_a_typo_is_refused():
    assert [field.name for field in fields(Budget)] == [meter.name for meter in METERS]
    with pytest.raises(TypeError, match="unexpected keyword argument 'cals'"):
        Budget(cals=3)
