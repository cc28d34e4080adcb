import copy
import pickle

import numpy as np
import pytest

from robotrace.errors import ParameterError
from robotrace.trace import Parameter, backward, bundle, node


def parameter(value, **options):
    return node(value, "p", trainable=True, **options)


@pytest.mark.parametrize(
    ("value", "kind"),
    [("go", "text"), (1, "number"), (1.5, "number"), (np.float32(1), "number"), (np.int64(1), "number"),
     (True, "value"), ([1], "value"), (None, "value"), (np.zeros(2), "value")],
)  # fmt: skip
def test_kind_is_inferred(value, kind):
    assert parameter(value).kind == kind


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        (True, "False"), (True, 0), (True, None), ([1, 2], "[3, 4]"), ([1, 2], (3, 4)), ({"a": 1}, "{}"),
        (1, 2.5), (1, "2"), (1, True), (1.0, "2.0"), (1.0, True), (1.0, float("nan")), (1.0, float("inf")), (1.0, None),
        ("go", 3), ("go", None), (np.zeros(3), [0, 0, 0]), (np.zeros(3), np.zeros(2)), (np.zeros((1, 3)), np.zeros(3)),
    ],
)  # fmt: skip
def test_another_type_is_refused_and_nothing_is_converted(first, refused):
    p = parameter(first)
    with pytest.raises(ParameterError, match=r"'p' expects .*found"):
        p.set(refused)
    assert p.data is first or p.data == first


@pytest.mark.parametrize(
    ("first", "accepted"),
    [
        (True, False),
        (1, 2),
        (1, np.int64(2)),
        (1.0, 2.5),
        ("go", "stop"),
        ([1], []),
        (None, "anything"),
        ({}, {"a": 1}),
    ],
)
def test_the_same_type_is_accepted(first, accepted):
    p = parameter(first)
    p.set(accepted)
    assert p.data == accepted


def test_an_integer_becomes_a_float_where_floats_are_asked_for():
    p = parameter(1.5)
    p.set(2)
    assert p.data == 2.0
    assert type(p.data) is float
    p.set(2.5)
    assert p.data == 2.5


def test_arrays_of_the_same_shape_are_accepted():
    p = parameter(np.zeros(3))
    p.set(np.ones(3))
    assert p.data.tolist() == [1.0, 1.0, 1.0]


def test_bounds():
    p = parameter(20, bounds=(15, 90))
    p.set(90)
    for refused in (14, 91):
        with pytest.raises(ParameterError, match="an integer from 15 to 90, found"):
            p.set(refused)
    assert p.data == 90


def test_bounds_hold_each_element_of_an_array():
    p = parameter(np.zeros(2), bounds=(-1, 1))
    p.set(np.array([-1.0, 1.0]))
    with pytest.raises(ParameterError, match="from -1 to 1"):
        p.set(np.array([0.0, 1.5]))


def test_one_sided_bounds():
    p = parameter(1.0, bounds=(0, None))
    p.set(1e9)
    with pytest.raises(ParameterError, match="of at least 0"):
        p.set(-1e-9)


def test_bounds_need_something_to_compare():
    with pytest.raises(ParameterError, match="use check instead"):
        parameter("go", bounds=("a", "z"))


def test_choices():
    p = parameter("left", choices=["left", "right"])
    p.set("right")
    with pytest.raises(ParameterError, match="one of 'left', 'right', found 'up'"):
        p.set("up")
    with pytest.raises(ParameterError):
        parameter(1, choices=[True])


def test_a_check_says_what_it_asks_for():
    def even(value):
        """An even number."""
        return value % 2 == 0

    p = parameter(2, check=even)
    p.set(4)
    with pytest.raises(ParameterError, match="An even number, found 3"):
        p.set(3)


def test_a_check_that_raises_has_not_passed():
    p = parameter([1], check=lambda value: value[0] > 0)
    with pytest.raises(ParameterError, match=r"expects a value that passes `lambda value: value\[0\] > 0`"):
        p.set([])
    assert p.data == [1]


def test_the_first_value_is_held_to_the_constraint_too():
    with pytest.raises(ParameterError, match="found 5"):
        parameter(5, bounds=(0, 1))


@pytest.mark.parametrize(
    ("value", "options", "words"),
    [
        (1.0, {}, ""),
        ("go", {}, ""),
        (1, {}, "an integer"),
        (True, {}, "True or False"),
        (1.0, {"bounds": (0, 2)}, "from 0 to 2"),
        (1, {"bounds": (None, 2)}, "an integer of at most 2"),
        ("a", {"choices": ["a", "b"]}, "one of 'a', 'b'"),
        ([1], {}, "a value of type list"),
        (np.zeros(3), {}, "an array of shape (3,)"),
    ],
)
def test_the_constraint_in_words(value, options, words):
    assert parameter(value, **options).constraint == words


def test_validate_changes_nothing():
    p = parameter(1.0)
    assert p.validate(3) == 3.0
    assert p.data == 1.0


def test_feedback_is_collected_and_forgotten():
    p = parameter(1.0)
    graph = backward({p * 2: "larger"})
    (p + 1).backward("smaller")
    assert p.graphs[0] is graph
    assert [list(g.feedback.values()) for g in p.graphs] == [[("larger",)], [("smaller",)]]
    p.zero_feedback()
    assert p.graphs == []


def test_a_copied_or_pickled_parameter_keeps_its_constraint_and_no_graphs():
    p = parameter([1], choices=None)
    q = parameter(5, bounds=(0, 9), description="speed")
    (q + 1).backward("x")
    for fresh in (copy.copy(q), copy.deepcopy(q), pickle.loads(pickle.dumps(q))):
        assert isinstance(fresh, Parameter)
        assert (fresh.data, fresh.name, fresh.description, fresh.graphs) == (5, "p", "speed", [])
        with pytest.raises(ParameterError):
            fresh.set(10)
        fresh.set(6)
    assert q.data == 5
    assert copy.deepcopy(p).data is not p.data


def test_one_parameter_in_a_deep_copied_structure_stays_one():
    p = parameter(1)
    a, b = copy.deepcopy([p, p])
    assert a is b


def test_unnamed_parameters_have_different_names():
    a, b = node(1, trainable=True), node(2, trainable=True)
    assert a.name != b.name
    (a * b).backward("x")
    assert len(a.graphs) == 1


@pytest.mark.parametrize(
    ("value", "plain", "kind"),
    [
        (np.int64(3), 3, "number"),
        (np.float32(1.5), 1.5, "number"),
        (np.bool_(True), True, "value"),
        (np.str_("a"), "a", "text"),
    ],
)
def test_numpys_scalars_are_held_as_pythons_own(value, plain, kind):
    parameter = node(value, "x", trainable=True)
    assert (type(parameter.data), parameter.data, parameter.kind) == (type(plain), plain, kind)
    parameter.set(value)
    assert type(parameter.data) is type(plain)


@pytest.mark.parametrize("name", ["a\nb", " a", "a\x1b[31m"])
def test_a_parameters_name_is_one_line(name):
    with pytest.raises(ParameterError, match=r"cannot be called '.*: replies name it on a line of its own"):
        node(1.0, name, trainable=True)
    with pytest.raises(ParameterError, match="cannot be called"):
        bundle(name=name, trainable=True)(parameter)
    assert node(1.0, name).name == name
