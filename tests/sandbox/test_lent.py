import numpy as np
import pytest

from robotrace.sandbox.lent import Lent, can_be_lent


def held(value):
    lent = Lent()
    lent.hold(7, value)
    return lent


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ([1, 2], lambda v: v.append(3)),
        ([1, [2]], lambda v: v[1].append(3)),
        ([1], lambda v: v.__setitem__(0, True)),
        ([(1, [2])], lambda v: v[0][1].append(3)),
        ({"a": 1}, lambda v: v.update(a=2)),
        ({"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a"))),
        ({1}, lambda v: v.add(2)),
        (np.zeros(3), lambda v: v.__setitem__(0, 1.0)),
        ([object()], lambda v: v.__setitem__(0, object())),
    ],
)
def test_a_change_is_told_once(value, change):
    lent = held(value)
    assert list(lent.changed()) == []
    change(value)
    assert [(number, found is value) for number, found in lent.changed()] == [(7, True)]
    assert list(lent.changed()) == []


def test_what_only_looks_new_is_no_change():
    value = np.array([np.nan])
    assert list(held(value).changed()) == []


@pytest.mark.parametrize(
    ("value", "new"),
    [([1, 2, 3], [4]), ([1], [4, 5]), ({"a": 1}, {"b": 2}), ({1}, {2, 3}), ([[1], {2}], [[3], {4}])],
)
def test_a_change_is_made_in_place_and_is_not_told_back(value, new):
    lent, inner = held(value), value[0] if type(value) is list else None
    lent.change(7, new)
    assert value == new
    assert lent[7] is value
    assert list(lent.changed()) == []
    if isinstance(inner, list):
        assert value[0] is inner


def test_an_array_keeps_its_shape_and_kind():
    value = np.zeros(2)
    held(value).change(7, np.array([1.0, 2.0]))
    assert value.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="an ndarray cannot become an ndarray of another shape in place"):
        held(value).change(7, np.zeros(3))
    with pytest.raises(ValueError, match="an ndarray cannot become a list"):
        held(value).change(7, [1.0, 2.0])


def test_what_cannot_change_is_not_lent():
    fixed = np.zeros(2)
    fixed.flags.writeable = False
    assert [can_be_lent(value) for value in ([], {}, set(), np.zeros(1), (), "x", 1, fixed, None)] == [True] * 4 + [
        False
    ] * 5
