"""What a user may hand to a bundle or a node: each works, or one line says what is wrong."""

import asyncio
import copy
import functools
import operator
import threading

import numpy as np
import pytest

from robotrace.errors import ExecutionError, TraceError
from robotrace.trace import backward, bundle, node


class Doubler:
    def __call__(self, x):
        return 2 * x


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        (lambda x: x + 1, (1,), 2),
        (len, ([1, 2],), 2),
        (max, (1, 3), 3),
        (str.upper, ("a",), "A"),
        (np.hypot, (3.0, 4.0), 5.0),
        (functools.partial(pow, 2), (3,), 8),
        (operator.itemgetter(1), ([1, 2],), 2),
        ([3, 1].index, (1,), 1),
        (Doubler(), (2,), 4),
        (complex, (1, 2), 1 + 2j),
    ],
)
def test_whatever_can_be_called_can_be_a_bundle(function, args, expected):
    traced = [node(it) for it in args]
    call = bundle(function)(*traced)
    assert call.data == expected
    assert all(map(operator.is_, call.parents, traced))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: bundle(3), r"needs a function, or something else that can be called; found 3"),
        (lambda: bundle(len, trainable=True), r"needs a function written with def, found <built-in function len>"),
        (lambda: bundle(lambda x: x, trainable=True), r"needs a function written with def, found <function"),
        (lambda: backward({3: "x"}), r"Feedback is given on nodes, found one on 3"),
        (
            lambda: copy.deepcopy(node(threading.Lock(), "lock", trainable=True)),
            r"lock .*cannot be copied, since a lock",
        ),
        (lambda: copy.deepcopy(node(threading.Lock(), "lock")), r"lock .*cannot be copied, since a lock"),
        (lambda: node([1], "x").__setitem__(0, 2), r"<Node x = \[1\]> is not changed in place"),
        (lambda: bundle(len)(functools.reduce(lambda inner, _: [inner], range(5_000), 1)), r"deeper than 200 levels"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(make, words):
    with pytest.raises(TraceError, match=words) as refused:
        make()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("error", [ValueError, StopIteration, ExceptionGroup("g", [ValueError()]), AssertionError()])
def test_what_a_body_raises_without_words_has_its_line(error):
    @bundle(trainable=True)
    def fails(x):
        raise error

    with pytest.raises(ExecutionError, match="at line 2 of fails") as failure:
        fails(1)
    assert failure.value.node.line == 2


def test_feedback_without_a_parameter_behind_it_changes_nothing():
    graph = (node(1) + 2).backward("x")
    assert (len(graph), graph.parameters) == (1, ())


def test_recursion_is_one_parameter_and_calls_within_calls():
    @bundle(trainable=True)
    def factorial(n):
        return 1 if n <= 1 else n * factorial(n - 1)

    call = factorial(node(3))
    assert call.data == 6
    (graph,) = [call.backward("x")]
    assert [record.output for record in graph.records if record.operation == "factorial"] == [6]
    factorial.parameter.zero_feedback()


def test_nodes_in_a_returned_container_are_parents():
    gain = node(3, "gain", trainable=True)

    @bundle
    def hand_out(x):
        return {"a": [gain + x, (gain, {gain: 1})]}

    call = hand_out(1)
    assert call.data == {"a": [4, (3, {3: 1})]}
    call.backward("x")
    assert len(gain.graphs) == 1


def test_values_of_several_megabytes_are_kept_by_reference():
    big = np.zeros(1_000_000)
    text = node("x" * 5_000_000, "text", trainable=True)
    graph = bundle(lambda a, b: a)(node(big, "big"), text).backward("x" * 1_000_000)
    assert graph.records[0].output is big or graph.records[1].output is big
    assert len(repr(text)) < 120
    assert max(map(len, graph.tree().splitlines())) < 250


def test_generators_and_async_generators_give_nodes():
    @bundle
    def count(n):
        yield from range(n)

    @bundle
    async def count_later(n):
        for i in range(n):
            yield i

    async def collect():
        return [item async for item in count_later(node(2))]

    items = [*count(node(2)), *asyncio.run(collect())]
    assert [(item.operation, item.data, item.parents[0].operation) for item in items] == [
        ("item", 0, "count"),
        ("item", 1, "count"),
        ("item", 0, "count_later"),
        ("item", 1, "count_later"),
    ]


def test_gathered_calls_have_their_own_inputs():
    @bundle(trainable=True)
    async def double(x):
        await asyncio.sleep(0)
        return 2 * x

    @bundle
    async def both(x):
        first, second = await asyncio.gather(double(x), double(x + 1))
        return first + second

    async def main():
        return await asyncio.gather(*map(both, range(3)))

    calls = asyncio.run(main())
    assert [call.data for call in calls] == [2, 6, 10]
    assert [[it.inputs["x"] for it in call.inputs["__reads__"]] for call in calls] == [[0, 1], [1, 2], [2, 3]]


def test_an_awaitable_in_a_node_is_awaited():
    async def later():
        await asyncio.sleep(0)
        return 5

    def make():
        return later()

    async def main():
        return await bundle(make)()

    call = asyncio.run(main())
    assert (call.data, call.operation) == (5, "await")
