from collections import namedtuple
from dataclasses import dataclass

import pytest

from robotrace.data.rows import read_rows
from robotrace.errors import OptionError
from robotrace.opto.entry import Arguments

ONE = Arguments(("x",))
TWO = Arguments(("question", "hint"), ("tone",))


@dataclass
class Asked:
    question: str
    hint: str
    answer: str


Pair = namedtuple("Pair", "x y")


class Columns:
    inputs, expected = (1, 2), ("one", "two")


@pytest.mark.parametrize(
    ("row", "arguments", "inputs", "rest"),
    [
        ({"question": "q", "hint": "h", "answer": "a"}, TWO, {"question": "q", "hint": "h"}, "answer: 'a'"),
        ({"question": "q", "hint": "h", "tone": "t"}, TWO, {"question": "q", "hint": "h", "tone": "t"}, ""),
        (Asked("q", "h", "a"), TWO, {"question": "q", "hint": "h"}, "answer: 'a'"),
        (Pair(1, 2), ONE, {"x": 1}, "y: 2"),
        ((1, 2), ONE, {"x": 1}, "expected: 2"),
        (("q", "h"), TWO, {"question": "q", "hint": "h"}, ""),
        (("q", "h", 1, 2), TWO, {"question": "q", "hint": "h"}, "expected: (1, 2)"),
        ([3, 1, 2], ONE, {"x": [3, 1, 2]}, ""),
        ("text", ONE, {"x": "text"}, ""),
    ],
)
def test_a_row_gives_the_program_its_arguments_and_keeps_the_rest(row, arguments, inputs, rest):
    (found,) = read_rows([row], arguments)
    assert (dict(found.inputs), found.rest, found.value) == (inputs, rest, row)


def test_inputs_and_expected_side_by_side_are_rows():
    assert [row.value for row in read_rows(Columns(), ONE)] == [(1, "one"), (2, "two")]


@pytest.mark.parametrize(
    ("data", "arguments", "words"),
    [
        ([], ONE, "data: expected at least one row, found none."),
        ("rows", ONE, "data: expected a list of rows, found a str."),
        (iter([1]), ONE, "data: expected a list of rows, found a list_iterator: list(data) makes one."),
        ({"x": [1], "y": [2]}, ONE, "data: expected a list of rows, found a dict: list(zip(inputs, expected)) makes"),
        (3, ONE, "data: expected a list of rows, found an int."),
        (
            [{"x": 1, "y": 2}, {"x": 1}],
            ONE,
            "data: row 1 is a dict of x, where row 0 is a dict of x, y: give all rows one shape.",
        ),
        ([(1, 2), (1, 2, 3)], ONE, "data: row 1 is a tuple of 3, where row 0 is a tuple of 2"),
        ([{"q": 1, "answer": 2}], ONE, "data: row 0 has no 'x' for the program, which takes (x); it has q, answer."),
        ([("q",)], TWO, "data: row 0 has 1 values, the program takes (question, hint, tone=...)"),
        (["q"], TWO, "data: row 0 is a str, the program takes (question, hint, tone=...)"),
    ],
)
def test_a_mistake_in_the_data_is_one_line(data, arguments, words):
    with pytest.raises(OptionError) as caught:
        read_rows(data, arguments)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)
