from types import SimpleNamespace

from robotrace.opto.words import ROBOT, Words


def test_a_problem_has_words_of_its_own_or_general_ones():
    assert Words.of(SimpleNamespace(words=Words("row", "call", "prompt", ".md"))).cases == "rows"
    assert Words.of(SimpleNamespace()) == Words("case", "oracle call", "candidate", ".txt")


def test_a_run_from_before_words_were_recorded_is_a_robot_s():
    assert Words.from_json(None) == ROBOT
    assert (ROBOT.cases, ROBOT.steps, ROBOT.suffix) == ("goals", "environment steps", ".py")


def test_words_are_kept_and_read():
    words = Words("row", "call", "prompt", ".md")
    assert Words.from_json(words.as_json()) == words
    assert Words.from_json({"case": "row", "of a later version": 1}).case == "row"


def test_words_that_a_run_has_lost_are_a_robot_s():
    assert Words.from_json({}) == ROBOT
    assert Words.from_json({"case": "row", "step": "call", "candidate": "program"}) == Words(
        "row", "call", "program", ".py"
    )
