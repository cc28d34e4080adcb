"""Rows of numbers with bounds: tuples and lists that are searched number by number."""

import pytest

import robotrace as rt
from robotrace.episodes.controller import load
from robotrace.episodes.problem import described_by
from robotrace.errors import ParameterError
from robotrace.optimizers.tune.space import Space
from robotrace.opto import Program, Variable

TEXT = """import robotrace as rt

SWING = rt.node((0.5, -1.5, 0.0), trainable=True, name="SWING", bounds=(-2.0, 3.0))
FREE = rt.node((1.0, 2.0), trainable=True, name="FREE")


def controller(observation):
    return [0.0]
"""


def row(value, bounds=(-2.0, 2.0)):
    return Space.of([Variable("row", "value", value, bounds=bounds)])


def test_each_number_is_an_axis_with_the_row_s_bounds_and_a_unit_of_its_own():
    space = row((0.5, -1.5, 0.0))
    least = (0.25 + 2.25) ** 0.5 / 3**0.5 / 2  # half the root mean square
    assert [axis.unit for axis in space.axes] == pytest.approx([0.5, 1.5, least])
    assert space.axes[0].low == -3.0
    assert space.axes[1].low == pytest.approx(-1 / 3)
    assert space.values([0.5, 0.0, 1e9]) == {"row": (0.75, -1.5, pytest.approx(3 * least, abs=1e-3))}
    assert space.values([99.0, -99.0, 0.0])["row"] == (2.0, -2.0, 0.0)


def test_a_list_stays_a_list_and_whole_numbers_whole():
    assert (
        row([1.0, 4]).values([0.0, 0.26]) == {"row": [1.0, 5]}
        or row([1.0, 4], (0, 9)).values([0.0, 0.25])["row"][1] == 5
    )


def test_where_all_are_zero_the_bounds_tell_how_large_they_may_be():
    assert [axis.unit for axis in row((0.0, 0.0)).axes] == pytest.approx([2 / 3, 2 / 3])


def test_a_row_without_bounds_is_left_alone():
    assert row((1.0, 2.0), (None, None)).axes == ()


def test_a_program_s_rows_have_their_bounds_before_and_after_it_is_loaded():
    program = Program.parse(TEXT)
    assert [it.bounds for it in program.variables] == [(-2.0, 3.0), (None, None)]
    told = described_by(program.variables, load(TEXT))
    assert [(it.kind, it.bounds) for it in told] == [("value", (-2.0, 3.0)), ("value", (None, None))]
    assert told[0].constraint == "a tuple of numbers from -2.0 to 3.0"


def test_a_row_out_of_its_bounds_or_with_other_things_in_it_is_refused():
    swing = rt.node((0.5, 1.0), trainable=True, name="swing", bounds=(0.0, 2.0))
    swing.set((0.0, 2.0))
    for value in ((0.5, 2.5), (0.5, float("nan")), (0.5, "x"), (), [0.5, 1.0]):
        with pytest.raises(ParameterError, match="Parameter 'swing' expects a tuple of numbers"):
            swing.set(value)
    with pytest.raises(ParameterError, match="bounds are for numbers, and for arrays, tuples and lists of numbers"):
        rt.node(("a",), trainable=True, name="words", bounds=(0, 1))
