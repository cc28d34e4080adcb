import copy
import pickle

import pytest

from robotrace.errors import ExecutionError, SandboxUnavailable, UnsafeCodeError
from robotrace.trace import bundle, no_trace, node
from robotrace.trace.remote import RemoteCode

TEXT = "this is\nno Python at all ("


def doubled():
    @bundle(trainable=True)
    def double(x):
        return x + x

    return double


def failing(error):
    def run(x):
        raise error

    return run


class Lost(Exception):
    line = 2


def test_remote_code_is_set_without_being_read_and_run_by_what_it_carries():
    double, x = doubled(), node(3, "x")
    double.parameter.set(RemoteCode(TEXT, lambda x: (7, 10 * x)))
    call = double(x)
    assert (call.data, call.line, call.inputs["x"]) == (30, 7, x)
    assert call.inputs["__code__"] is double.parameter
    assert double.parameter.data == TEXT
    with no_trace():
        assert double(4) == 40


def test_one_set_later_is_run_here_again():
    double = doubled()
    double.parameter.set(RemoteCode(TEXT, lambda x: (7, 10 * x)))
    double.parameter.set("def double(x):\n    return x")
    assert double(3).data == 3


def test_what_it_raises_becomes_feedback_with_the_line_marked():
    double = doubled()
    double.parameter.set(RemoteCode(TEXT, failing(Lost("it took too long"))))
    with pytest.raises(ExecutionError) as failed:
        double(1)
    assert failed.value.node.line == 2
    assert failed.value.node.error == (
        "it took too long\nat line 2 of double:\n      1 | this is\n-->   2 | no Python at all ("
    )


@pytest.mark.parametrize("error", [SandboxUnavailable("gone"), UnsafeCodeError("an object")])
def test_what_is_no_fault_of_the_text_leaves_no_node(error):
    double = doubled()
    double.parameter.set(RemoteCode(TEXT, failing(error)))
    with pytest.raises(type(error)) as raised:
        double(1)
    assert raised.value is error


def test_a_copy_runs_where_the_first_does_and_a_pickled_one_nowhere():
    double = doubled()
    double.parameter.set(RemoteCode(TEXT, lambda x: (7, 10 * x)))
    assert copy.deepcopy(double)(1).data == 10
    lost = pickle.loads(pickle.dumps(double.parameter)).data
    assert lost == TEXT
    with pytest.raises(UnsafeCodeError, match="left behind"):
        lost.run(1)


def test_a_rule_does_not_compile_it():
    with pytest.raises(UnsafeCodeError, match="not to be compiled in this process"):
        doubled().parameter.rule.compile(RemoteCode("def double(x):\n    return x", lambda x: (1, x)), "<x>", "double")
