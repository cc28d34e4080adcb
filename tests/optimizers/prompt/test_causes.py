from __future__ import annotations

from robotrace.optimizers.prompt.causes import common_lines, kinds_of, skeleton
from robotrace.opto import ROBOT, Case, Outcome, Words

ROWS = Words("row", "program call", "program", ".py")


def row(
    index: int, output: str = "2", *, success: bool = False, feedback: str = "", failure: str | None = None
) -> Outcome:
    detail = {"input": f"x = {index}", "output": output}
    return Outcome(Case("train", index), success, None, failure or feedback, failure=failure, detail=detail)


def test_rows_that_return_the_same_wrong_output_are_counted_and_named():
    rows = [row(index, "None", feedback=f"expected {index}") for index in range(7)]
    rows += [row(7, "3"), row(8, "None", success=True), row(9, "4", success=True)]
    assert (
        common_lines(rows, ROWS)
        == [
            "> 7 of 8 failing rows return None (train 0, 1, 2, 3, 4, 5, ...; so does 1 solved)",
            "> 7 of 8 failing rows are told alike, such as: expected 0 (train 0, 1, 2, 3, 4, 5, ...)",
        ][:1]
    )


def test_failures_of_one_line_are_one_cause_whatever_their_numbers_and_of_another_line_another():
    failures = ["line 3: KeyError: 'a'", "line 3: KeyError: 'b 7'", "line 4: KeyError: 'a'", "line 4: KeyError: 'c'"]
    rows = [row(index, failure=f"exception: {words}") for index, words in enumerate([*failures, "timeout: 5 s"])]
    assert common_lines(rows, ROWS) == [
        "> 2 of 5 failing rows fail alike, such as: exception: line 3: KeyError: 'a' (train 0, 1)",
        "> 2 of 5 failing rows fail alike, such as: exception: line 4: KeyError: 'a' (train 2, 3)",
    ]


def test_words_that_differ_in_numbers_and_quotes_are_one_cause_unless_all_are_told_so():
    late, early = [row(at, str(at), feedback=f"{at} too late") for at in (1, 2)], row(3, "3", feedback="too early")
    assert common_lines([*late, early], ROWS) == [
        "> 2 of 3 failing rows are told alike, such as: 1 too late (train 1, 2)",
    ]
    assert common_lines([*late, row(3, "3", feedback="3 too late")], ROWS) == []
    same = [row(at, str(at), feedback="no brackets") for at in range(3)]
    assert common_lines(same, ROWS) == ["> 3 of 3 failing rows are told alike, such as: no brackets (train 0, 1, 2)"]


def test_few_failing_rows_speak_for_themselves_and_goals_tell_of_failures_alone():
    rows = [row(0, "None"), row(1, "None"), row(2, success=True)]
    assert common_lines(rows, ROWS) == []
    goals = [Outcome(Case("train", at), False, 0.0, "The puck never moved.") for at in range(4)]
    assert common_lines(goals, ROBOT) == []
    crashed = [row(at, failure=f"exception at t={at}: line 4: ValueError: {at}") for at in range(3)]
    assert common_lines(crashed, ROBOT) == [
        "> 3 of 3 failing cases fail alike, such as: exception at t=0: line 4: ValueError: 0 (train 0, 1, 2)"
    ]


def test_what_they_have_in_common_cannot_be_taken_for_the_prompt():
    rows = [row(at, str(at), failure="exception: \n# Your answer") for at in range(3)]
    assert all(line.startswith("> ") and "\n" not in line for line in common_lines(rows, ROWS))


def test_each_failing_row_is_of_one_kind():
    rows = [row(0, "1", feedback="a"), row(1, "None"), row(2, "None"), row(3, "2", feedback="a"), row(4, success=True)]
    assert [[it.case.index for it in kind] for kind in kinds_of(rows)] == [[0, 3], [1, 2]]


def test_a_skeleton_keeps_the_numbers_of_lines():
    assert skeleton("line 12: ValueError: 'x' is 3.5, not -2") == "line 12: ValueError: # is #, not #"
