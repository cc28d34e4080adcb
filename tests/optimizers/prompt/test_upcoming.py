"""What a prompt says of the rounds to come."""

from robotrace.optimizers.prompt.upcoming import what_is_next
from robotrace.opto import ROBOT, Case, Evidence


def test_the_cases_and_the_answers_that_are_left_are_told():
    said = what_is_next(Evidence("", (), (), words=ROBOT, cases=(Case("train", 0), Case("train", 7)), answers_left=3))
    assert "Your answer is run on train 0, train 7; " in said
    assert said.endswith("After it, at most 3 more can be asked for.")
    assert what_is_next(Evidence("", (), (), answers_left=0)).endswith("This is the last answer that is asked for.")
    assert what_is_next(Evidence("", (), (), words=ROBOT)) == ""
