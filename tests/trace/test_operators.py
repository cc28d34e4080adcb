import math
import operator

import numpy as np
import pytest

from robotrace.errors import ExecutionError
from robotrace.trace import Node, bundle, no_trace, node, unwrap

BINARY = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow,
    operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor, divmod,
    operator.lt, operator.le, operator.gt, operator.ge,
]  # fmt: skip


@pytest.mark.parametrize("function", BINARY)
def test_binary_operators_are_traced_on_either_side(function):
    x, y = node(7), node(2)
    for made in (function(x, y), function(x, 2), function(7, y)):
        assert isinstance(made, Node)
        assert made.data == function(7, 2)
    assert function(x, y).parents == (x, y)
    assert function(7, y).parents == (y,)


@pytest.mark.parametrize(
    "function", [operator.neg, operator.pos, operator.invert, abs, round, math.floor, math.ceil, math.trunc]
)
def test_unary_operators_are_traced(function):
    x = node(-7)
    assert function(x).data == function(-7)
    assert function(x).parents == (x,)


def test_rounding_to_digits_and_modular_power():
    assert round(node(2.345), 1).data == 2.3
    assert pow(node(3), 4, 5).data == 1


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [(node(1.0), 1.0, True), (1.0, node(1.0), True), (node(1), node(1), True), (node("a"), "abc", False),
     (node(None), None, True), (node(None), 0, False), (node([1]), [1], True), (np.float64(1), node(1.0), True)],
)  # fmt: skip
def test_equality_is_of_values_and_traced(left, right, equal):
    made, other = left == right, left != right
    assert isinstance(made, Node)
    assert (made.data, other.data, bool(made)) == (equal, not equal, equal)
    assert made.operation in ("eq", "numpy.equal")


def test_a_value_is_found_in_containers_and_matched():
    three = node(3)
    assert three in [1, 3]
    assert three not in (1, 2)
    assert [1, three].index(3) == 1
    match three:
        case 2:
            found = "two"
        case 3:
            found = "three"
    assert found == "three"


def test_arrays_are_compared_element_by_element():
    assert (node(np.array([1, 2])) == np.array([1, 3])).data.tolist() == [True, False]
    assert (np.array([1, 2]) != node(np.array([1, 3]))).data.tolist() == [False, True]


def test_an_answer_that_was_compared_leads_to_its_parameter():
    guess = node("abc", "guess", trainable=True)
    (guess == "abd").backward("wrong")
    assert [record.operation for record in guess.graphs[0].records] == ["", "eq"]


def test_in_a_body_and_untraced_a_comparison_is_plain():
    x = node(2)

    @bundle
    def compare():
        return type(x == 2)

    assert compare().data is bool
    with no_trace():
        assert (x == 2) is True


def test_reversed_operands_keep_their_places():
    x = node(2)
    assert (10 - x).inputs == {"a": 10, "b": x}
    assert ([1] + node([2])).data == [1, 2]
    assert ("%d m" % node(3)) == "3 m"  # noqa: UP031


def test_indexing_and_attributes():
    state = node({"hand": [1.0, 2.0]})
    assert state["hand"][1].data == 2.0
    assert state["hand"].parents == (state,)
    assert node([1, 2, 3])[1:].data == [2, 3]
    assert node([1, 2, 3])[node(0)].data == 1
    z = node(3 + 4j)
    assert z.imag.data == 4.0
    assert z.imag.parents == (z,)


def test_a_property_is_asked_once():
    class Sensor:
        count = 0

        @property
        def reading(self):
            self.count += 1
            return self.count

    sensor = Sensor()
    assert node(sensor).reading.data == 1
    assert sensor.count == 1


def test_method_calls_are_one_node():
    text, end = node("pick"), node("-place")
    made = text.replace("k", "k up").__add__(end)
    assert made.data == "pick up-place"
    upper = text.upper()
    assert upper.data == "PICK"
    assert (upper.operation, upper.inputs, upper.parents) == ("str.upper", {"self": text}, (text,))
    assert node(["b", "a"]).index("a").data == 1


def test_missing_attributes_are_attribute_errors():
    x = node(1.5, "x")
    assert not hasattr(x, "nonsense")
    with pytest.raises(AttributeError, match="float"):
        x.nonsense
    with pytest.raises(AttributeError, match="__fspath__"):
        x.__fspath__


def test_a_function_in_a_node_can_be_called():
    f, x = node(math.hypot), node(3.0)
    made = f(x, 4.0)
    assert made.data == 5.0
    assert made.parents == (f, x)


def test_plain_values_where_python_demands_them():
    x = node(2)
    assert type(int(x)) is int
    assert type(float(x)) is float
    assert type(bool(x)) is bool
    assert str(x) == "2"
    assert f"{node(1.5):.2f} {x}" == "1.50 2"
    assert len(node([1, 2])) == 2
    assert [10, 20, 30][x] == 30
    assert list(range(x)) == [0, 1]
    assert complex(x) == 2 + 0j
    assert 2 in node([1, 2])
    assert x in node([1, 2])
    assert bool(node([])) is False


def test_iteration_gives_traced_items():
    items = node([1, 2])
    a, b = items
    assert (a.data, b.data) == (1, 2)
    assert a.parents == (items,)
    assert [c.data for c in node("ab")] == ["a", "b"]
    assert sorted(unwrap(item) for item in node({3, 4})) == [3, 4]
    assert [x.data for x in reversed(items)] == [2, 1]


def test_iterating_a_dict_gives_plain_keys():
    d = node({"a": 1})
    assert list(d) == ["a"]
    assert {key: value.data for key, value in {**d}.items()} == {"a": 1}
    assert [pair.data for pair in d.items()] == [("a", 1)]


def test_a_failing_operator_can_be_propagated_from():
    x = node(1.0, "x", trainable=True)
    with pytest.raises(ExecutionError, match="ZeroDivisionError") as failure:
        x / 0
    assert isinstance(failure.value.__cause__, ZeroDivisionError)
    failure.value.node.backward("division by zero")
    assert len(x.graphs) == 1


def test_operators_compute_plain_values_in_a_body_and_are_reads():
    gain = node(2.0, "gain", trainable=True)

    @bundle
    def act(x):
        scaled = gain * x
        assert type(scaled) is float
        return scaled

    call = act(3.0)
    assert call.data == 6.0
    assert call.parents == (gain,)
    assert call.inputs == {"x": 3.0, "__reads__": (gain,)}


def test_numpy_functions_on_nodes_are_traced():
    a, b = node(np.array([3.0, 4.0]), "a"), node(np.zeros(2), "b")
    distance = np.linalg.norm(a - b)
    assert distance.data == 5.0
    assert distance.operation == "numpy.linalg.norm"
    assert list(distance.inputs) == ["x"]
    assert np.concatenate([a, b]).parents == (a, b)
    assert np.concatenate([a, b]).data.tolist() == [3.0, 4.0, 0.0, 0.0]
    assert np.clip(a, 0, 3.5).data.tolist() == [3.0, 3.5]


def test_numpy_operands_on_either_side():
    x = node(2.0)
    for made in (np.array([1.0, 2.0]) * x, x * np.array([1.0, 2.0])):
        assert isinstance(made, Node)
        assert made.data.tolist() == [2.0, 4.0]
    assert isinstance(np.float64(3.0) + x, Node)
    assert (np.float64(3.0) < x).data is np.False_ or not (np.float64(3.0) < x).data
    assert np.add.reduce(node(np.ones(3))).data == 3.0


def test_numpy_converts_a_node_to_its_plain_value():
    assert np.asarray(node([1.0, 2.0])).tolist() == [1.0, 2.0]
    assert np.array([node(1.0), node(2.0)]).tolist() == [1.0, 2.0]
    assert node(np.arange(3)).sum().data == 3
    assert node(np.eye(2)).T.data.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_iteration_over_an_array():
    assert [x.data for x in node(np.array([1.0, 2.0]))] == [1.0, 2.0]
