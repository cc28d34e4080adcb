import pytest

from robotrace.trace import Node, bundle, no_trace, node, record
from robotrace.trace.state import untraced


def is_tracing():
    """Whether what is computed here leaves nodes."""
    return isinstance(node(1) + 1, Node)


@bundle
def double(x):
    return 2 * x


def test_calls_compute_plain_values_where_tracing_is_off():
    x = node(3)
    with no_trace():
        assert double(x) == 6
        assert x + 1 == 4
        assert x > 2
        assert not is_tracing()
    assert is_tracing()
    assert isinstance(double(x), Node)


def test_blocks_nest():
    with no_trace():
        with no_trace():
            pass
        assert not is_tracing()
    assert is_tracing()


def test_tracing_is_restored_after_an_exception():
    with pytest.raises(ZeroDivisionError), no_trace():
        double(1 / 0)
    assert is_tracing()


def test_exceptions_pass_as_they_are_where_tracing_is_off():
    @bundle
    def fails(x):
        return 1 / x

    with no_trace(), pytest.raises(ZeroDivisionError):
        fails(node(0))


def test_no_trace_works_as_a_decorator():
    @no_trace()
    def evaluate():
        return double(4)

    assert evaluate() == 8
    assert is_tracing()


def test_no_trace_within_a_body_leaves_no_reads():
    x = node(1, trainable=True)

    @bundle
    def reads_in_secret():
        with no_trace():
            return x.data + double(x)

    assert reads_in_secret().parents == ()


def test_a_record_made_where_tracing_is_off_is_a_leaf():
    x = node(1)
    with no_trace():
        made = record("step", {"action": x}, 5)
    assert made.data == 5
    assert made.parents == ()


def test_untraced_calls_without_tracing_and_tells_the_returned_lines():
    @bundle(trainable=True)
    def choose(x, *, more=0):
        if x > 2:
            return x + more
        return x

    assert untraced(choose, 3, more=1) == (4, {choose.name: 3})
    assert untraced(choose, 1) == (1, {choose.name: 4})
    assert is_tracing()


def test_untraced_restores_tracing_after_an_exception():
    with pytest.raises(ZeroDivisionError):
        untraced(lambda: 1 / 0)
    assert is_tracing()
