import copy
import inspect

import numpy as np
import pytest

from robotrace.errors import ExecutionError, TraceError
from robotrace.trace import Node, bundle, node


@bundle
def add(a, b=1):
    """The sum."""
    return a + b


def test_all_forms_of_the_decorator():
    @bundle
    def one(x):
        return x

    @bundle()
    def two(x):
        return x

    @bundle(name="third", description="returns x")
    def three(x):
        return x

    assert [one(1).data, two(2).data, three(3).data] == [1, 2, 3]
    assert (three(3).operation, three(3).description) == ("third", "returns x")
    assert bundle(abs)(-2).data == 2


def test_a_bundle_looks_like_its_function():
    assert (add.name, add.__name__, add.__doc__) == ("add", "add", "The sum.")
    assert str(add.signature) == "(a, b=1)"
    assert inspect.signature(add) == add.signature
    assert add.__wrapped__(1, 2) == 3
    assert add.parameter is None
    assert add.parameters() == []


def test_a_call_is_a_node():
    x = node(2, "x")
    call = add(x, b=5)
    assert isinstance(call, Node)
    assert (call.data, call.name, call.operation, call.description) == (7, "add", "add", "The sum.")
    assert call.inputs == {"a": x, "b": 5}
    assert call.parents == (x,)
    assert call.line is None


def test_a_wrong_call_is_the_callers_type_error():
    with pytest.raises(TypeError, match="positional argument") as failure:
        add(1, 2, 3)
    assert not isinstance(failure.value, ExecutionError)
    with pytest.raises(TypeError, match="unexpected keyword"):
        add(1, c=3)


def test_a_type_error_in_the_body_is_a_failed_call():
    with pytest.raises(ExecutionError, match="TypeError"):
        add("a", 1)


def test_descriptors_and_bundles_are_not_bundled():
    with pytest.raises(TraceError, match="beneath @staticmethod"):
        bundle(staticmethod(len))
    with pytest.raises(TraceError, match="already"):
        bundle(add)


def test_bundles_in_a_body_return_plain_values_and_stay_in_the_graph():
    gain = node(3.0, "gain", trainable=True)

    @bundle
    def inner(x):
        return x * gain.data

    @bundle
    def outer(x):
        y = inner(x)
        assert type(y) is float
        return y + 1

    call = outer(2.0)
    (read,) = call.inputs["__reads__"]
    assert call.data == 7.0
    assert (read.operation, read.data, read.parents) == ("inner", 6.0, (gain,))
    call.backward("larger")
    assert [r.name for r in gain.graphs[0].records] == ["gain", "inner", "outer"]


def test_a_trainable_function_called_in_a_body_gets_feedback():
    @bundle(trainable=True)
    def choose(x):
        return x + 1

    @bundle
    def act(x):
        return choose(x) * 2

    act(1).backward("smaller")
    assert len(choose.parameter.graphs) == 1


def test_nodes_from_outside_read_in_a_body_are_parents():
    outside = node(1) + node(2)

    @bundle
    def reads():
        return outside.data + float(outside)

    assert reads().inputs == {"__reads__": (outside,)}


def test_a_node_handed_out_by_a_body_is_unwrapped_and_a_parent():
    p = node(4, "p", trainable=True)

    @bundle
    def hand_out():
        return [p, 1]

    call = hand_out()
    assert call.data == [4, 1]
    assert call.parents == (p,)


def test_arrays_in_lists_are_never_compared():
    a = np.arange(3.0)

    @bundle
    def stack(arrays, offset):
        return [x + offset for x in arrays]

    x = node(a)
    call = stack([a, x, [a, {"k": a}]][:2], np.zeros(3))
    assert call.parents == (x,)
    call2 = stack([a, a], a)
    assert call2.parents == ()
    assert call2.inputs["arrays"][0].tolist() == [0.0, 1.0, 2.0]


def test_a_deep_copied_bundle_has_a_parameter_of_its_own():
    @bundle(trainable=True)
    def act(x):
        return x

    fresh = copy.deepcopy(act)
    fresh.parameter.set("def act(x):\n    return -x")
    assert (act(1).data, fresh(1).data) == (1, -1)


def test_values_computed_by_a_function_are_kept_as_they_are():
    marker = object()

    @bundle
    def give():
        return marker

    assert give().data is marker


def test_a_text_can_be_compiled_before_the_first_call():
    @bundle(trainable=True)
    def double(x):
        return 2 * x

    double.parameter.set("def double(x):\n    return 3 * x")
    double.prepare()
    ready = double._code
    assert double(2).data == 6
    assert double._code is ready
