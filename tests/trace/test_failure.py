"""Exceptions as targets of feedback."""

import pickle

import pytest

from robotrace.errors import ExecutionError
from robotrace.trace import backward, bundle, node
from robotrace.trace.failure import pointed


@bundle(trainable=True)
def careful(x):
    y = x - 1
    assert y > 0
    return y


def failed(function, *args):
    with pytest.raises(ExecutionError) as failure:
        function(*args)
    return failure.value


def test_a_bare_assert_becomes_a_node_that_feedback_starts_from():
    error = failed(careful, 0)
    assert isinstance(error.__cause__, AssertionError)
    assert error.node.error == (
        "AssertionError\n"
        "at line 3 of careful:\n"
        "      1 | def careful(x):\n"
        "      2 |     y = x - 1\n"
        "-->   3 |     assert y > 0\n"
        "      4 |     return y"
    )
    assert str(error) == f"careful failed. {error.node.error}"
    assert error.node.line == 3
    with pytest.raises(ExecutionError, match=r"careful failed and has no value\. AssertionError"):
        error.node.data
    assert error.node.inputs == {"x": 0, "__code__": careful.parameter}
    error.node.backward(error.node.error)
    graph = careful.parameter.graphs[-1]
    assert [record.error for record in graph.records] == [None, error.node.error]
    assert graph.feedback == {1: (error.node.error,)}


def test_an_excerpt_can_be_shown_by_its_marked_line_alone():
    words = failed(careful, 0).node.error
    assert pointed(words) == "AssertionError\nat line 3 of careful:\nassert y > 0"
    assert pointed("ValueError: 1 | 2") == "ValueError: 1 | 2"


def test_the_line_of_a_plain_bundle_is_shown_as_in_its_file():
    @bundle
    def divide(x, y):
        return x / y

    words = failed(divide, 1, 0).node.error
    assert words.startswith("ZeroDivisionError: division by zero\nat line ")
    assert any(line.startswith("-->") and line.endswith("return x / y") for line in words.splitlines())
    assert failed(divide, 1, 0).node.line is None


def test_a_failure_deeper_down_marks_the_line_that_led_there():
    @bundle
    def parse(text):
        return 2 * int(text)

    marked = [line for line in failed(parse, "seven").node.error.splitlines() if line.startswith("-->")]
    assert marked[0].endswith("return 2 * int(text)")


def test_in_a_body_the_exception_itself_is_raised_and_can_be_caught():
    @bundle
    def outer(x):
        try:
            return careful(x)
        except AssertionError:
            return -1

    call = outer(0)
    assert call.data == -1
    (read,) = call.inputs["__reads__"]
    assert read.error.startswith("AssertionError")


def test_a_failure_within_a_body_reaches_every_parameter():
    careful.parameter.zero_feedback()

    @bundle
    def outer(x):
        return careful(x)

    error = failed(outer, 0)
    assert error.node.operation == "outer"
    assert isinstance(error.__cause__, AssertionError)
    graph = backward({error.node: "do not fail"})
    assert [r.name for r in graph.records] == ["careful", "careful", "outer"]
    assert careful.parameter.graphs == [graph]


def test_an_exception_whose_text_cannot_be_made():
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError

    @bundle
    def odd():
        raise Odd

    assert "Odd" in failed(odd).node.error


def test_a_failure_can_be_pickled():
    error = failed(careful, 0)
    back = pickle.loads(pickle.dumps(error))
    assert str(back) == str(error)
    assert back.node.name == "careful"


def test_what_is_no_exception_of_the_program_passes():
    @bundle
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert careful(3).data == 2


def test_endless_recursion_is_reported():
    @bundle(trainable=True)
    def endless(x):
        return endless(x + 1)

    assert failed(endless, 0).node.error.startswith("RecursionError")


def test_a_failed_input_is_kept():
    x = node(0, "x", trainable=True)
    failed(careful, x).node.backward("too small")
    assert len(x.graphs) == 1
