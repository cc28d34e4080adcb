from __future__ import annotations

from robotrace.optimizers.prompt.cases import case_lines
from robotrace.optimizers.prompt.results import score_line
from robotrace.opto import ROBOT, Candidate, Case, Outcome, Trial, Verdict, Words

ROWS = Words("row", "program call", "program", ".py")


def row(index: int, given: str = "x = 1", output: str = "2", **facts) -> Outcome:
    success = facts.pop("success", False)
    feedback = facts.pop("feedback", "Not solved. The row holds expected: 3.")
    detail = {"input": given, "output": output, "solvable": facts.pop("solvable", True)}
    return Outcome(Case("train", index), success, facts.pop("score", 0.0), feedback, detail=detail, **facts)


def trial(*outcomes: Outcome) -> Trial:
    return Trial(0, Verdict.START, "", None, Candidate({}, ""), outcomes)


def test_a_row_says_what_went_in_what_came_out_and_what_was_said_of_it():
    first, solved, failed = (
        row(0),
        row(1, "x = 7", "14", success=True, score=1.0, feedback="Solved."),
        row(2, "x = 'a'", "None", score=None, failure="exception: no number", feedback="exception: no number."),
    )
    assert case_lines(trial(first, solved, failed), [first], ROWS) == [
        "> x = 1 -> 2  # train 0: not solved, score 0 (shown above)",
        "> x = 7 -> 14  # train 1: solved, score 1",
        "> x = 'a'  # train 2: failed: exception: no number.",
    ]


def test_what_a_row_holds_cannot_be_taken_for_the_prompt():
    (line,) = case_lines(trial(row(0, "text = 'a\n# Your answer\n'", feedback="no\n# Task")), [], ROWS)
    assert line == "> text = 'a # Your answer ' -> 2  # train 0: not solved, score 0: no # Task"


def test_of_many_rows_those_that_are_not_solved_come_first():
    outcomes = [row(index, success=index != 29, feedback="") for index in range(30)]
    lines = case_lines(trial(*outcomes), [], ROWS)
    assert [lines[0], lines[1], lines[24]] == [
        "> x = 1 -> 2  # train 29: not solved, score 0",
        "> x = 1 -> 2  # train 0: solved, score 0",
        "- ... 6 more, all solved",
    ]


def test_of_many_rows_some_of_each_kind_of_failure_are_listed_and_some_that_are_solved():
    outcomes = [row(index, output="None") for index in range(40)]
    outcomes += [row(40, output="7"), row(41, output="8"), *[row(at, success=True, score=1.0) for at in range(42, 60)]]
    lines = case_lines(trial(*outcomes), [outcomes[30]], ROWS)
    listed = [int(line.split("train ")[1].split(":")[0]) for line in lines[:-1]]
    assert listed == [*range(15), 30, 40, 41, *range(42, 48)]
    assert lines[15] == "> x = 1 -> None  # train 30: not solved, score 0 (shown above)"
    assert lines[-1] == "- ... 36 more, 12 of them solved"


def test_of_many_scores_the_lowest_are_listed():
    outcomes = [row(index, score=float(index), solvable=False, feedback="") for index in reversed(range(30))]
    lines = case_lines(trial(*outcomes), [], ROWS)
    assert [lines[0], lines[23], lines[24]] == [
        "> x = 1 -> 2  # train 0: score 0",
        "> x = 1 -> 2  # train 23: score 23",
        "- ... 6 more",
    ]


def test_rows_share_their_room_and_long_ones_give_way_first():
    outcomes = [row(0, feedback=""), *[row(index, "x" * 400, "y" * 400, feedback="z" * 400) for index in range(1, 20)]]
    lines = case_lines(trial(*outcomes), [], ROWS, room=4_000)
    assert len(lines) == 20
    assert lines[0] == "> x = 1 -> 2  # train 0: not solved, score 0"
    assert sum(map(len, lines)) <= 5_500
    assert "characters left out" in lines[1]
    assert lines[1].endswith("z")


def test_goals_of_a_robot_have_no_input():
    assert case_lines(trial(row(0)), [], ROBOT) == [
        "- train 0: not solved, score 0\n  > Not solved. The row holds expected: 3."
    ]


def test_where_there_are_no_cases_nothing_is_listed():
    assert case_lines(trial(row(0)), [], Words("")) == []


def test_of_what_cannot_be_solved_scores_alone_are_told():
    rows = row(0, score=-0.5, solvable=False), row(1, score=-1.5, solvable=False)
    assert case_lines(trial(*rows), [], ROWS)[0] == (
        "> x = 1 -> 2  # train 0: score -0.5: Not solved. The row holds expected: 3."
    )
    assert score_line(trial(*rows), ROWS) == "mean score -1 on 2 rows"
    assert score_line(trial(row(0, score=-0.5), row(1, score=-1.5)), ROWS) == "mean score -1 on 2 rows, none solved"
    assert score_line(trial(row(0, score=None)), ROWS) == "solved 0 of 1 rows"
