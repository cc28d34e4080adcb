"""What users bring that is odd or wrong: each works, or one line says what is wrong. The model's replies are scripted."""

from __future__ import annotations

import copy
import threading

import numpy as np
import pytest

import robotrace as rt
from robotrace.errors import ExecutionError, TraceError, UnsafeCodeError
from robotrace.llm import ScriptedChat


def test_a_function_that_changes_its_argument(step):
    @rt.bundle(trainable=True)
    def put(store, key):
        store[key] = 1
        return len(store)

    store = {}
    output = put(store, "a")
    assert output.inputs["store"] == {}
    output.backward("more")
    code = "def put(store, key):\n    store[key] = store['more'] = 2\n    return len(store)"
    assert step(put.parameters(), put=code).refusal is None
    assert store == {"a": 1}
    fresh = {}
    assert put(fresh, "b").data == 2
    assert fresh == {"b": 2, "more": 2}


def test_a_node_within_a_container_that_is_returned(step):
    x = rt.node(1.0, "x", trainable=True)

    @rt.bundle(trainable=True)
    def pair(a):
        return [x, a]

    output = pair(2)
    assert output.data == [1.0, 2]
    output.backward("more")
    assert len(x.graphs) == 1
    assert step([x, *pair.parameters()], pair="def pair(a):\n    return [a, x, x.data]").refusal is None
    assert pair(2).data == [2, 1.0, 1.0]


def test_a_function_that_calls_itself(step):
    @rt.bundle(trainable=True)
    def factorial(n):
        return 1 if n < 2 else n * factorial(n - 1)

    factorial(3).backward("from zero on")
    code = "def factorial(n):\n    return 1 if n < 1 else n * factorial(n - 1)"
    assert step(factorial.parameters(), factorial=code).refusal is None
    assert factorial(5).data == 120
    factorial(3).backward("again")
    refusal = step(factorial.parameters(), factorial="def factorial(n):\n    return factorial(n)").refusal
    assert "RecursionError: maximum recursion depth exceeded" in str(refusal)
    assert "-->   2 |     return factorial(n)" in str(refusal)


def test_an_exception_without_a_message(step):
    @rt.bundle(trainable=True)
    def act(x):
        raise ValueError

    with pytest.raises(ExecutionError, match=r"^act failed\. ValueError\nat line 2 of act:") as caught:
        act(1)
    caught.value.node.backward(str(caught.value))
    assert step(act.parameters(), act="def act(x):\n    assert x > 5\n    return x").refusal is None
    with pytest.raises(ExecutionError, match=r"^act failed\. AssertionError\nat line 2 of act:"):
        act(1)
    assert act(6).data == 6


@pytest.mark.parametrize(
    ("function", "argument", "output"),
    [
        (lambda x: x + 1, 4, 5),
        (len, [1, 2], 2),
        (np.sum, [1, 2], 3),
        (str.upper, "a", "A"),
        (dict, [("a", 1)], {"a": 1}),
    ],
    ids=["lambda", "builtin", "C function", "method descriptor", "class"],
)
def test_what_is_not_written_with_def_is_traced_and_not_trained(function, argument, output):
    traced = rt.bundle(function)(rt.node(argument, "argument"))
    assert traced.data == output
    assert [parent.name for parent in traced.parents] == ["argument"]
    with pytest.raises(TraceError, match="needs a function written with def, found "):
        rt.bundle(function, trainable=True)


def test_a_value_that_cannot_be_copied():
    lock = rt.node(threading.Lock(), "lock", trainable=True)
    assert rt.bundle(lambda it: it.locked(), name="locked")(lock).data is False
    with pytest.raises(TraceError, match=r"^<Parameter lock = .* cannot be copied, since a lock cannot be"):
        copy.deepcopy(lock)


def test_feedback_that_reaches_no_parameter():
    x = rt.node(1.0, "x", trainable=True)
    rt.node(3).backward("more")
    with pytest.raises(TraceError, match=r"^No feedback has reached '.*': call backward\(\.\.\.\) on an output"):
        rt.OptoPrime([x], chat=ScriptedChat([])).step()


def test_values_of_megabytes(reply):
    @rt.bundle(trainable=True)
    def size(text):
        return len(text)

    size("x" * 5_000_000).backward("twice")
    chat = ScriptedChat([reply("Because.", size="def size(text):\n    return 2 * len(text)")])
    rt.OptoPrime(size.parameters(), chat=chat).step()
    assert len(chat.asked[0][0].text) < 3_000
    assert size("x" * 5_000_000).data == 10_000_000
    with pytest.raises(
        UnsafeCodeError, match="takes 38 MB as text, more than 32 MB: pass less, or an object that is asked"
    ):
        size("x" * 40_000_000)


def test_an_object_that_is_asked_after_its_call(step):
    class Counter:
        n = 0

        def count(self):
            self.n += 1
            return self.n

    @rt.bundle(trainable=True)
    def act(counter):
        return counter.count()

    counter = Counter()
    act(counter).backward("keep it")
    code = "kept = []\ndef act(counter):\n    kept.append(counter)\n    return kept[0].count()"
    assert step(act.parameters(), act=code).refusal is None
    assert act(counter).data == 2
    with pytest.raises(ExecutionError, match="this was handed to an earlier call, and ended with it"):
        act(counter)
    assert counter.n == 2


def test_a_call_home_that_raises_or_returns_what_cannot_be_carried(step):
    def helper(x):
        if x == 1:
            raise KeyError("no such key")
        return threading.Lock() if x == 2 else iter([x])

    @rt.bundle(trainable=True)
    def act(x):
        return None if x == 0 else helper(x)

    act(0).backward("use it")
    assert step(act.parameters(), act="def act(x):\n    found = helper(x)\n    return found").refusal is None
    with pytest.raises(ExecutionError, match=r"KeyError: 'no such key'\nat line 2 of act:"):
        act(1)
    assert act(2).data.locked() is False
    assert list(act(3).data) == [3]


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (float("nan"), r"found nan \(float\)\. Leave score out where there is none\."),
        (None, r"found None \(NoneType\)\. .*did the metric return nothing\?"),
        (np.bool_(True), r"found np\.True_ \(bool\)\. Write score=float\(\.\.\.\), 1\.0 for a right answer\."),
        ("1", r"found '1' \(str\)\. Words belong into the feedback\."),
    ],
)
def test_a_score_that_is_none(score, words):
    x = rt.node(1.0, "x", trainable=True)
    with pytest.raises(TraceError, match=words):
        (x + 1).backward("more", score=score)
    assert x.graphs == []
