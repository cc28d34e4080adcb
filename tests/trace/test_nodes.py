import copy
import pickle
from collections import OrderedDict, namedtuple

import pytest

from robotrace.errors import TraceError
from robotrace.trace import Node, Parameter, bundle, node, record, unwrap


@bundle
def first(x, *rest, scale=1, **options):
    """Returns x."""
    return x


def test_node_wraps_a_value():
    x = node([1, 2], "x", description="two numbers")
    assert (x.data, x.name, x.operation, x.description, x.inputs, x.parents) == (
        [1, 2], "x", "", "two numbers", {}, (),
    )  # fmt: skip
    assert x.line is None
    assert x.error is None
    assert dict(x.note) == {}


def test_an_unnamed_node_is_called_after_its_type():
    assert node(1.5).name == "float"


def test_a_node_comes_back_unchanged():
    x = node(1)
    assert node(x) is x
    p = node(1, trainable=True)
    assert node(p, trainable=True) is p


def test_a_node_cannot_be_renamed_or_made_trainable():
    with pytest.raises(TraceError, match="already"):
        node(node(1), "y")
    with pytest.raises(TraceError, match="already"):
        node(node(1), trainable=True)


def test_constraints_need_trainable():
    with pytest.raises(TraceError, match="trainable=True"):
        node(1, bounds=(0, 2))


def test_a_node_of_a_container_of_nodes_has_them_as_parents():
    a, b = node(1), node(2)
    both = node([a, {"b": b}])
    assert both.data == [1, {"b": 2}]
    assert both.parents == (a, b)


def test_keys_are_equal_by_identity_only():
    a, b = node(1), node(1)
    assert len({a, b}) == 2
    assert {a: "a", b: "b"}[b] == "b"


def test_every_call_keeps_its_own_arguments():
    calls = [first(i, scale=i) for i in range(3)]
    assert [call.inputs for call in calls] == [{"x": 0, "scale": 0}, {"x": 1, "scale": 1}, {"x": 2, "scale": 2}]


def test_further_arguments_are_kept_under_the_names_of_the_signature():
    x = node(2)
    call = first(1, x, 3, scale=4, color="red")
    assert call.inputs == {"x": 1, "rest": (x, 3), "scale": 4, "options": {"color": "red"}}
    assert call.parents == (x,)


def test_the_receiver_of_a_method_is_no_input():
    class Robot:
        @bundle
        def act(self, observation):
            return observation

    assert Robot().act(3).inputs == {"observation": 3}
    assert Robot().act(observation=3).data == 3


def test_an_argument_is_kept_as_it_was_when_its_container_changes():
    a = node(1)
    items = [a]
    call = first(items)
    items.append(node(2))
    assert call.inputs == {"x": [a]}


def test_a_parameter_set_since_is_given_as_it_was():
    p = node(1.0, "p", trainable=True)
    call = first(p)
    assert call.inputs["x"] is p
    p.set(2.0)
    assert call.inputs["x"].data == 1.0
    assert call.inputs["x"] is not p
    assert p.data == 2.0


def test_parents_are_listed_once():
    p = node(3, trainable=True)
    square = p * p
    assert square.parents == (p,)
    assert square.inputs == {"a": p, "b": p}


def test_a_copy_is_a_leaf():
    x = node([1], "x", description="d")
    call = first(x)
    for fresh in (copy.copy(call), copy.deepcopy(call), pickle.loads(pickle.dumps(call))):
        assert (fresh.data, fresh.name, fresh.parents) == ([1], "first", ())
    assert copy.copy(call).data is call.data
    assert copy.deepcopy(call).data is not call.data


def test_record_writes_down_a_call_made_elsewhere():
    a = node([1.0], "action")
    made = record("step", {"action": a, "t": 0}, {"height": 2.0}, description="moves", line=4, note={"reward": 0.5})
    assert made.data == {"height": 2.0}
    assert made.inputs == {"action": a, "t": 0}
    assert made.parents == (a,)
    assert (made.name, made.operation, made.description, made.line) == ("step", "step", "moves", 4)
    assert made.note == {"reward": 0.5}


def test_a_note_cannot_leak_into_other_nodes():
    with pytest.raises(TypeError):
        node(1).note["reward"] = 1


def test_unwrap_looks_into_containers():
    a, b = node(1), node(2)
    assert unwrap(a) == 1
    assert unwrap([a, (b, 3), {"x": {b}}, {a: "key"}]) == [1, (2, 3), {"x": {2}}, {1: "key"}]
    untouched = [1, [2]]
    assert unwrap(untouched) is untouched


Pair = namedtuple("Pair", "left right")


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda x: [x, 1], [5, 1]),
        (lambda x: (x, [x]), (5, [5])),
        (lambda x: {"k": x}, {"k": 5}),
        (lambda x: {x}, {5}),
        (lambda x: frozenset([x]), frozenset([5])),
        (lambda x: [[{"k": (x,)}]], [[{"k": (5,)}]]),
        (lambda x: Pair(x, 1), Pair(5, 1)),
        (lambda x: OrderedDict(k=x), OrderedDict(k=5)),
    ],
)
def test_containers_of_nodes_are_unwrapped_and_their_nodes_are_parents(make, expected):
    x = node(5)
    got = []

    @bundle
    def keep(value):
        got.append(value)

    call = keep(make(x))
    assert got == [expected]
    assert type(got[0]) is type(expected)
    assert call.parents == (x,)


def test_a_list_that_contains_itself_is_a_value():
    loop = [1]
    loop.append(loop)
    assert first(loop).data is loop


def test_a_parameter_is_a_node():
    p = node(1, trainable=True)
    assert isinstance(p, Parameter)
    assert isinstance(p, Node)


def test_repr_is_short():
    assert len(repr(node(list(range(10_000)), "x"))) < 100
