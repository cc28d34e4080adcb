"""An output that is used as what it is not becomes a failed node with the line that it came from."""

import asyncio

import pytest

from robotrace.errors import ExecutionError
from robotrace.trace import bundle, no_trace, node


@bundle(trainable=True)
def answer(x):
    if x:
        return None
    return "text"


@bundle
def plain(x):
    return x


USES = {
    "unpacking": (lambda it: [*it], "iter failed. TypeError: 'NoneType' object is not iterable"),
    "iteration": (iter, "iter failed. TypeError: 'NoneType' object is not iterable"),
    "two names": (lambda it: pair(*it), "iter failed. TypeError: 'NoneType' object is not iterable"),
    "len": (len, "len failed. TypeError: object of type 'NoneType' has no len()"),
    "float": (float, "float failed. TypeError: "),
    "int": (int, "int failed. TypeError: "),
    "complex": (complex, "complex failed. TypeError: "),
    "index": (lambda it: [1, 2][it], "index failed. TypeError: 'NoneType' object cannot be interpreted as an integer"),
    "in": (lambda it: 1 in it, "contains failed. TypeError: argument of type 'NoneType' is not iterable"),
    "format": (lambda it: f"{it:.2f}", "format failed. TypeError: unsupported format string"),
    "attribute": (lambda it: it.text, "getattr failed. AttributeError: 'NoneType' object has no attribute 'text'"),
    "method": (lambda it: it.strip(), "getattr failed. AttributeError: 'NoneType' object has no attribute 'strip'"),
    "call": (lambda it: it(1), "call failed. TypeError: 'NoneType' object is not callable"),
    "item": (lambda it: it[0], "getitem failed. TypeError: 'NoneType' object is not subscriptable"),
    "operator": (lambda it: it + 1, "add failed. TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"),
    "unary": (lambda it: -it, "neg failed. TypeError: bad operand type for unary -: 'NoneType'"),
    "order": (lambda it: it < 3, "lt failed. TypeError: '<' not supported"),
    "await": (lambda it: asyncio.run(awaited(it)), "await failed. TypeError: 'NoneType' object cannot be awaited"),
}

FROM = """
answer returned None
at line 3 of answer:
      1 | def answer(x):
      2 |     if x:
-->   3 |         return None
      4 |     return "text\""""


def pair(first, second):
    return first, second


async def awaited(it):
    return await it


@pytest.mark.parametrize("use", USES)
def test_the_failed_use_tells_the_call_and_its_line(use):
    function, words = USES[use]
    answer.parameter.zero_feedback()
    with pytest.raises(ExecutionError) as failure:
        function(answer(1))
    assert str(failure.value).startswith(words)
    assert failure.value.node.error.endswith(FROM)
    failure.value.node.backward("return a text")
    (graph,) = answer.parameter.graphs
    assert [record.operation for record in graph.records][:2] == ["", "answer"]
    assert graph.records[-1].error == failure.value.node.error


def test_the_truth_of_an_array_is_ambiguous():
    import numpy as np

    with pytest.raises(ExecutionError, match=r"bool failed\. ValueError: The truth value of an array"):
        bool(plain(np.zeros(2)))


def test_python_s_own_protocols_still_find_what_they_expect():
    items = plain(iter([1, 2]))
    assert [item.data for item in list(items)] == [1, 2]  # `list` asks for a length first, and takes TypeError for none
    assert not hasattr(plain(1), "nonsense")
    assert getattr(plain(1), "nonsense", "default") == "default"
    with pytest.raises(TypeError):
        len(plain(1))


def test_a_plain_function_s_output_is_named_without_a_line():
    with pytest.raises(ExecutionError) as failure:
        len(plain(1))
    assert failure.value.node.error == "TypeError: object of type 'int' has no len()\nplain returned 1"


def test_in_a_body_and_untraced_the_error_is_python_s_own():
    output = plain(1)

    @bundle
    def body():
        try:
            len(output)
        except TypeError as error:
            return type(error) is TypeError

    assert body().data is True
    with no_trace(), pytest.raises(TypeError) as failure:
        len(output)
    assert not isinstance(failure.value, ExecutionError)


def test_a_generator_that_fails_on_its_way():
    @bundle(trainable=True)
    def count(x):
        yield 1
        yield 1 / x

    items = iter(count(0))
    assert next(items).data == 1
    with pytest.raises(ExecutionError, match=r"item failed\. ZeroDivisionError") as failure:
        next(items)
    failure.value.node.backward("divide by no zero")
    assert len(count.parameter.graphs) == 1


def test_a_failed_node_has_no_value():
    with pytest.raises(ExecutionError) as failure:
        len(answer(1))
    failed = failure.value.node
    for use in (lambda: failed == None, lambda: failed.data, lambda: plain(failed), lambda: [failed] + node([1])):  # noqa: E711
        with pytest.raises(ExecutionError, match="len failed and has no value"):
            use()
    assert repr(failed) == "<Node len failed: TypeError: object of type 'NoneType' has no len()>"


@bundle(trainable=True)
def three(x):
    return x, x, x


def two_of(it):
    a, b = it
    return a, b


def four_of(it):
    a, b, c, d = it
    return a, b, c, d


def five_of(it):
    a, b, c, d, *e = it
    return a, b, c, d, e


@pytest.mark.parametrize(
    ("unpack", "words"),
    [
        (two_of, "ValueError: too many values to unpack (expected 2, got 3)"),
        (four_of, "ValueError: not enough values to unpack (expected 4, got 3)"),
        (five_of, "ValueError: not enough values to unpack (expected at least 4, got 3)"),
    ],
)
def test_the_wrong_number_of_outputs(unpack, words):
    with pytest.raises(ExecutionError) as failure:
        unpack(three(1))
    assert str(failure.value).startswith(f"iter failed. {words}\nthree returned (1, 1, 1)\nat line 2 of three:")
    with no_trace(), pytest.raises(ValueError, match="values to unpack"):
        unpack(node((1, 1, 1)))


def test_the_right_number_of_outputs():
    a, b, c = three(1)
    first, *rest = three(2)
    assert [it.data for it in (a, b, c, first, *rest)] == [1, 1, 1, 2, 2, 2]
    assert [it.data for a, b in [node((1, 2))] for it in (a, b)] == [1, 2]
