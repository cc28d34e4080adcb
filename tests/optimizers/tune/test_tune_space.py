import pytest

from robotrace.optimizers.tune.space import Space
from robotrace.opto import Variable

CODE = 'def aim(hand):\n    """At 0.5."""\n    return hand + [-0.10, 0.0, 0.3] * 1  # 0.7\n'


def space(text, kind="code"):
    return Space.of([Variable("aim", kind, text)])


def test_values_differ_from_the_text_in_the_numbers_alone():
    found = space(CODE)
    assert found.values([0, 0, 0]) == {"aim": CODE}
    text = found.values([0.5, 1, -0.5])["aim"]
    assert text == CODE.replace("-0.10, 0.0, 0.3", "-0.05, 0.05, 0.15")


def test_a_number_is_written_with_three_digits_of_its_unit():
    (small, large, zero) = space("x = [0.02, 1234.5, 0.0]").axes
    assert small.number(0.123456) == 0.0225
    assert large.number(0.123456) == 1390.0
    assert zero.number(0.123456) == 0.0062


def test_a_number_moves_three_units_either_way():
    (axis,) = space("x = 0.1").axes
    assert (axis.number(99), axis.number(-99)) == (0.4, -0.2)


@pytest.mark.parametrize(("text", "lowest", "highest"), [("n = 5", 2, 20), ("n = 2", 2, 8), ("n = -3", -12, -2)])
def test_a_whole_number_stays_whole_two_or_more_and_of_its_sign(text, lowest, highest):
    (axis,) = space(text).axes
    assert (axis.number(-99), axis.number(99)) == (lowest, highest)
    assert axis.low < 0 < axis.high
    assert isinstance(axis.number(0.4), int)


def test_the_base_of_a_power_does_not_fall_below_zero():
    (axis,) = space("x = 2.0 ** y").axes
    assert axis.number(-99) == 0.0


def test_a_trainable_number_is_one_axis_whatever_it_is():
    whole, real = space(1, "number"), space(-0.5, "number")
    assert whole.values([2.2]) == {"aim": 3}
    assert real.values([-1.0]) == {"aim": -1.0}
    assert space(0, "number").values([-2]) == {"aim": -2}


def test_a_number_without_end_is_left_alone():
    assert space(float("inf"), "number").axes == ()


def test_texts_and_other_values_hold_no_number():
    assert space("be 0.5 m away", "text").axes == ()
    assert space([0.5], "value").axes == ()


def test_the_structure_is_the_same_for_texts_that_differ_in_numbers_alone():
    assert space("x = a - 0.5").structure == space("x = a - -0.25").structure
    assert space("x = a - 0.5").structure != space("x = b - 0.5").structure


def test_a_whole_number_stays_within_bounds_that_are_none():
    (axis,) = Space.of([Variable("n", "number", 3, bounds=(1.5, 9.5))]).axes
    assert [axis.number(at) for at in (axis.low, 0, axis.high)] == [2, 3, 9]


@pytest.mark.parametrize(("value", "bounds"), [(2, (1.6, 2.4)), (0.5, (0.5, 0.5)), ((0.5, 0.5), (0.5, 0.5))])
def test_what_its_bounds_leave_one_value_is_no_axis(value, bounds):
    variable = Variable("n", "value" if isinstance(value, tuple) else "number", value, bounds=bounds)
    assert Space.of([variable]).axes == ()
    assert Space.of([variable, Variable("m", "number", 0.5)]).values([1.0]) == {"m": 1.0}
