from robotrace.episodes.episode import Failure
from robotrace.feedback.code import failure, lines

HERE = [(0, 0.6, 0.2)]


def test_an_exception_is_told_with_its_timestep_and_line(played):
    wrong = Failure("exception", "ZeroDivisionError: division by zero\n> 9: return 1 / 0", 5, 9)
    assert failure(played(HERE, failure=wrong)) == [
        "The controller failed at t=5, line 9 (exception): ZeroDivisionError: division by zero\n> 9: return 1 / 0"
    ]


def test_an_invalid_action_without_a_line(played):
    wrong = Failure("invalid action", "x is not finite", 0)
    assert failure(played(HERE, failure=wrong)) == ["The controller failed at t=0 (invalid action): x is not finite"]


def test_a_long_message_is_cut(played):
    (text,) = failure(played(HERE, failure=Failure("exception", "x" * 10_000, 0)))
    assert len(text) < 560


def test_lines_are_told_in_runs(played):
    assert lines(played(HERE, lines={"controller": (9, 9, 12, 12, 12), "grip": (None, 3, 3, None, 3)})) == [
        "controller returned from line 9 at t=0..1, line 12 at t=2..4.",
        "grip returned from line 3 at t=1..2, line 3 at t=4.",
    ]


def test_a_function_that_was_never_called(played):
    assert lines(played(HERE, lines={"grip": (None, None)})) == ["grip was never called."]


def test_many_changes_of_line_are_counted(played):
    (text,) = lines(played(HERE, lines={"controller": (3, 5) * 50}))
    assert text == (
        "controller returned from line 3 50 times, line 5 50 times: first line 3 at t=0, line 5 at t=1, line 3 at t=2, "
        "line 5 at t=3; last line 3 at t=98, line 5 at t=99."
    )


def test_only_the_first_functions_are_told(played):
    told = lines(played(HERE, lines={f"f{index}": (1,) for index in range(9)}))
    assert len(told) == 7
    assert told[-1] == "And 3 more functions."
