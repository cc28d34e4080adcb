from __future__ import annotations

import pytest

from robotrace.optimizers.prompt.problem import advice
from robotrace.opto import ROBOT, Candidate, Evidence, Trial, Variable, Verdict, Words

ROWS = Words("row", "program call", "program", ".py")
CODE = Variable("solve", "code", "def solve(x):\n    return x")
TEXT = Variable("prompt", "text", "Answer: {x}")
NUMBER, VALUE = Variable("k", "number", 2.0), Variable("weights", "value", [1.0, 2.0])


def said(*variables: Variable, words: Words = ROWS) -> str:
    start = Trial(0, Verdict.START, "", None, Candidate({}, ""), ())
    return advice(Evidence("", variables, (start,), words=words), traced=True).partition("\n")[2]


def test_code_is_not_to_hold_the_answers_to_the_rows_shown():
    assert said(CODE, NUMBER) == (
        "The program is judged on rows that you do not see, so do not write down the answers to those shown: write what leads to "
        "them."
    )


def test_a_text_may_give_examples():
    assert said(TEXT, NUMBER) == (
        "The program is judged on rows that you do not see: a text may give some of those shown as examples, and has to lead to "
        "the answers of others."
    )
    assert said(TEXT, CODE).endswith("write what leads to them. A text may give some of those shown as examples.")


@pytest.mark.parametrize("variables", [(VALUE,), (NUMBER, VALUE)])
def test_numbers_are_to_fit(variables):
    assert said(*variables) == ""


def test_numbers_alone_are_first_moved_far():
    assert said(NUMBER, NUMBER) == (
        "Where nothing shown says how far a number has to move, begin with large steps: halve it or double it, go on the same way "
        "while that helps, and close in once a step went too far."
    )
    assert "large steps" not in said(NUMBER, CODE)
    assert "large steps" not in said(NUMBER, words=ROBOT)


def test_numbers_of_a_robot_are_to_fit_and_its_code_is_to_compute_them():
    assert "do not write down the numbers" in said(CODE, words=ROBOT)
    assert "do not write down the numbers" not in said(NUMBER, words=ROBOT)
