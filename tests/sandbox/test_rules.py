import collections
import datetime
import functools
import json
import math
import os
import types

import numpy as np
import pytest
import users_program as home
from scipy.special import gamma
from users_program import Agent, Client, Color, Goal

import robotrace as rt
from robotrace.sandbox.rules import Hidden, Refused, Rules, origin, shared

RULES = Rules("def act(self, client):\n    return client.log.info(1)")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (home.find, "own"),
        (Goal, "own"),
        (Goal(1, 2), "own"),
        (home.cached, "own"),
        (home.other, "own"),
        (home, "own"),
        (Agent().remember, "own"),
        (types.SimpleNamespace(), "own"),
        (functools.partial(home.find, "a"), "own"),
        (functools.partial(os.system), "shared"),
        (pytest, "library"),
        (pytest.approx(1), "library"),
        (os, "shared"),
        (os.system, "shared"),
        (json.JSONDecoder, "shared"),
        (json.JSONDecoder(), "library"),
        (np.random.default_rng(0), "library"),
        (rt.OptoPrime, "shared"),
    ],
)
def test_where_a_thing_is_from(value, expected):
    assert origin(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math, ("math", "")),
        (math.sqrt, ("math", "sqrt")),
        (len, ("builtins", "len")),
        (str.upper, ("builtins", "str.upper")),
        (datetime.datetime.now, ("datetime", "datetime.now")),
        (collections.deque, ("collections", "deque")),
        (json.dumps, ("json", "dumps")),
        (np.sin, ("numpy", "sin")),
        (gamma, ("scipy.special", "gamma")),
        (np, ("numpy", "")),
        (home.find, None),
        (home, None),
        (pytest, None),
        ([].append, None),
    ],
)
def test_what_the_sandbox_has_itself(value, expected):
    assert shared(value) == expected


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Agent(), "client"),
        (Agent(), "greeting"),
        (Color.RED, "name"),
        (Agent, "greeting"),
        (home, "find"),
        ({}, "items"),
    ],
)
def test_what_the_user_defines_can_be_read(owner, name):
    RULES.check_read(owner, name, None)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Agent(), "__class__"),
        (Agent(), "_Agent__private"),
        (Client(), "_key"),
        (home.find, "anything"),
        (home.other, "parameter"),
        ((number for number in ()), "gi_frame"),
        (Agent, "mro"),
        (json.JSONDecoder(), "decode"),
        (pytest, "main"),
        (Agent(), "no name"),
    ],
)
def test_what_cannot_be_read(owner, name):
    with pytest.raises(Hidden):
        RULES.check_read(owner, name, None)


def test_the_receiver_has_its_private_names_and_what_is_mentioned_is_open():
    agent, log = Agent(), Client().log
    RULES.check_read(agent, "_Agent__private", agent)
    RULES.check_read(log, "info", agent)
    with pytest.raises(Hidden, match="'handlers' of a Logger is a library's, and not mentioned in the user's own text"):
        RULES.check_read(log, "handlers", agent)


def test_a_name_leads_to_a_librarys_thing_where_it_is_mentioned():
    RULES.check_value("log", Client().log)
    with pytest.raises(Refused, match=r"'other' \(Logger\) is neither of the user's own program nor mentioned"):
        RULES.check_value("other", Client().log)
    for value in (RULES.check_read.__func__.__code__, types.CellType(1)):
        with pytest.raises(Refused, match="does not leave this process"):
            RULES.check_value("client", value)


def test_an_object_is_used_and_not_replaced():
    agent = Agent()
    RULES.check_write(agent, "count", agent, 3)
    RULES.check_write(agent, "fresh", agent, 3)
    RULES.check_write(agent, "client", agent, 3)  # it is mentioned
    strict = Rules("")
    for name, value in {"client": 3, "remember": 3, "count": agent.remember}.items():
        with pytest.raises(Refused):
            strict.check_write(agent, name, agent, value)
