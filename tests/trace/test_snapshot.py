"""What changes in place later does not change a graph."""

from collections import OrderedDict, defaultdict, deque, namedtuple

import numpy as np
import pytest

from robotrace.trace import Graph, bundle, node
from robotrace.trace.snapshot import MOST_BYTES, MOST_ITEMS, snapshot

Pair = namedtuple("Pair", "left right")


@bundle(trainable=True)
def put(items, key):
    items[key] = 1
    return items


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (lambda: [1], lambda it: it.append(2)),
        (lambda: {"a": 1}, lambda it: it.update(b=2)),
        (lambda: {1}, lambda it: it.add(2)),
        (lambda: bytearray(b"a"), lambda it: it.append(2)),
        (lambda: deque([1]), lambda it: it.append(2)),
        (lambda: OrderedDict(a=1), lambda it: it.update(b=2)),
        (lambda: defaultdict(list, a=[1]), lambda it: it["a"].append(2)),
        (lambda: ([1], 2), lambda it: it[0].append(2)),
        (lambda: Pair([1], 2), lambda it: it.left.append(2)),
        (lambda: {"a": [{"b": [1]}]}, lambda it: it["a"][0]["b"].append(2)),
    ],
)
def test_arguments_outputs_and_leaves_are_kept_as_they_were(make, change):
    given = [make() for _ in range(3)]

    @bundle(trainable=True)
    def keep(plain, traced):
        return given[2]

    call = keep(given[0], node(given[1], "leaf"))
    for it in given:
        change(it)
    assert call.inputs["plain"] == make()
    assert type(call.inputs["plain"]) is type(make())
    leaf, *_, output = Graph.of({call: ""}).records
    assert (leaf.output, output.output, output.inputs["plain"]) == (make(), make(), make())


def test_an_argument_that_the_call_itself_changes_is_shown_as_it_came():
    items = {}
    call = put(items, "a")
    assert items == {"a": 1}
    assert call.inputs["items"] == {}
    put(items, "b")
    assert Graph.of({call: ""}).records[-1].output == {"a": 1}
    assert call.data is items


def test_arrays_are_kept_as_they_were():
    array = np.zeros(2)
    call = put({"x": array}, "y")
    array[0] = 5.0
    assert call.inputs["items"]["x"].tolist() == [0.0, 0.0]


def test_a_parameter_that_is_changed_in_place():
    items = node([1], "items", trainable=True)
    call = items + [2]
    items.data.append(3)
    assert Graph.of({call: ""}).records[0].output == [1]


def test_what_cannot_change_and_what_is_large_is_kept_itself():
    for value in (3, "text", (1, (2, "a")), object(), [0] * (MOST_ITEMS + 1), np.zeros(MOST_BYTES), [[0] * MOST_ITEMS]):
        assert snapshot(value) is value
    for value in ([0] * MOST_ITEMS, np.zeros(MOST_BYTES // 8)):
        assert snapshot(value) is not value


def test_a_container_that_contains_itself_or_refuses_to_be_copied():
    loop = [1]
    loop.append(loop)
    assert snapshot(loop)[0] == 1

    class Stubborn(dict):
        def __copy__(self):
            raise RuntimeError

    stubborn = Stubborn(a=[1])
    assert snapshot(stubborn) is stubborn
