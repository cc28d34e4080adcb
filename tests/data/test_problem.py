"""A data set as a problem, its candidates in the real sandbox."""

from contextlib import closing
from fractions import Fraction

import pytest
from row_programs import ROWS, Agent, exact, solve

import robotrace as rt
from robotrace.data import DataProblem
from robotrace.errors import OptionError, ProgramError, ProposalError
from robotrace.opto import Case, Problem

FIRST = Case("train", 0)


@pytest.fixture(scope="module")
def problem():
    made = DataProblem(solve, ROWS, exact, seconds=1.0)
    yield made
    made.close()


def changed(problem, text):
    return problem.candidate({"double": text})


def test_it_is_a_problem_in_its_own_words(problem):
    assert isinstance(problem, Problem)
    assert (problem.name, problem.words.cases, problem.words.candidate) == ("solve", "rows", "program")
    assert [variable.name for variable in problem.variables] == ["double"]
    assert problem.settings["rows"] == {"train": 8, "validation": 0, "heldout": 2, "seed": 0}
    assert problem.context.startswith("The program is called once for each row of a data set, with the row's x.\n")
    assert "The metric exact judges what it returns: Whether it is right." in problem.context


def test_a_row_is_called_judged_and_traced(problem):
    outcome = problem.query(problem.candidate({}), FIRST)
    assert (outcome.success, outcome.score, outcome.failure, outcome.detail) == (
        False,
        0.0,
        None,
        {"row": 4, "input": "x = 4", "output": "5", "solvable": True},
    )
    assert outcome.feedback == "Not solved. The program returned 5. The row holds expected: 8."
    names = [record.name for record in outcome.graph.records]
    assert names == ["x", "double", "double"]
    assert outcome.graph.feedback == {2: (outcome.feedback,)}


def test_only_inputs_reach_a_candidate_and_held_out_rows_leave_no_trace(problem):
    candidate = changed(problem, "def double(x):\n    return sorted(globals()) + [x]\n")
    outcome = problem.query(candidate, Case("heldout", 0))
    assert outcome.graph is None
    assert "expected" not in outcome.detail["output"]


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        (
            "def double(x):\n    return x.y\n",
            "exception: double failed. AttributeError: 'int' object has no attribute 'y'\nat line 2",
        ),
        ("def double(x):\n    while True:\n        pass\n", "timeout: call took longer than 1 s (line"),
        (
            "def double(x):\n    import os\n    return os._exit(3)\n",
            "crash: The policy's process exited with status 3 during call",
        ),
        ("def double(x):\n    return object()\n", "exception: TypeError: it returned what cannot leave the sandbox"),
        ("def double(x):\n    return float('nan')\n", "bad output: nan is no finite number"),
    ],
)
def test_what_a_candidate_does_wrong_is_an_outcome_with_its_line(problem, text, failure):
    outcome = problem.query(changed(problem, text), FIRST)
    assert outcome.failure.startswith(failure)
    assert (outcome.success, outcome.score) == (False, None)
    first = outcome.failure.split("\n")[0].rstrip(".")
    assert outcome.feedback == f"{first}. The row holds expected: 8."


def test_a_failed_call_has_a_trace_that_ends_in_it(problem):
    outcome = problem.query(changed(problem, "def double(x):\n    return x.y\n"), FIRST)
    last = outcome.graph.records[-1]
    assert (last.name, last.line) == ("double", 2)
    assert last.error.startswith("AttributeError: 'int' object has no attribute 'y'")


def test_an_output_that_the_metric_cannot_judge_is_the_candidate_s_fault_but_not_the_start_s():
    def near(output, row):
        return -abs(output - row[1])

    problem = DataProblem(solve, ROWS, near)
    outcome = problem.query(changed(problem, "def double(x):\n    return None\n"), FIRST)
    assert outcome.failure.startswith("bad output: the metric near cannot judge None (TypeError: unsupported operand")
    wrong = DataProblem(solve, ROWS, lambda output, row: row["y"])
    with pytest.raises(
        OptionError, match=r"^The metric <lambda> fails on row 4, where the program returned 5: TypeError"
    ):
        wrong.query(wrong.candidate({}), FIRST)


def test_candidates_are_checked_before_they_are_tried(problem):
    with pytest.raises(ProposalError, match=r"There is no parameter 'treble'"):
        problem.candidate({"treble": ""})
    with pytest.raises(ProposalError, match=r"The program cannot be loaded: .*SyntaxError"):
        changed(problem, "def double(x):\n    return (\n")


def test_an_object_is_a_program_with_the_state_that_it_has():
    agent = Agent("it is ", times=3)
    rows = [{"x": x, "y": f"it is {3 * x}"} for x in range(4)]
    problem = DataProblem(agent, rows, lambda output, row: output["said"] == row["y"])
    assert {v.name: v.kind for v in problem.variables} == {"Agent.say": "code", "word": "text"}
    outcome = problem.query(problem.candidate({}), FIRST)
    assert outcome.success
    assert outcome.graph.records[-1].operation == "output"
    other = problem.query(problem.candidate({"word": "was "}), FIRST)
    assert not other.success
    assert other.detail["output"].startswith("{'said': 'was ")
    assert agent.word.data == "it is "


def test_inputs_that_are_no_plain_data_are_refused_by_row_and_name():
    with pytest.raises(OptionError, match=r"^data: row 0: the input x, a Fraction, which cannot go to the sandbox"):
        DataProblem(solve, [(Fraction(1, 2), 1)], exact)


def test_a_program_without_trainable_parts_is_refused():
    def same(x):
        return x

    with pytest.raises(OptionError, match=r"^The program has nothing to train: mark a function"):
        DataProblem(same, ROWS, exact)
    with pytest.raises(ProgramError, match=r"^A lambda cannot be made one text"):
        DataProblem(lambda x: x, ROWS, exact)


def test_a_metric_may_give_everything_at_once():
    problem = DataProblem(solve, ROWS, lambda output, row: rt.Metric(0.25, False, "Think of two."), trust=True)
    outcome = problem.query(problem.candidate({}), FIRST)
    assert (outcome.score, outcome.success, outcome.feedback) == (0.25, False, "Think of two.")


GAIN = """
import robotrace as rt

gain = rt.node(1.0, trainable=True, name="gain", bounds=(0, 2))
mode = rt.node("a", trainable=True, name="mode", choices=("a", "b"))


@rt.bundle
def applied(x, gain, mode):
    return x * gain + (mode == "b")


def scaled(x):
    return applied(x, gain, mode)
"""


def test_what_a_search_may_try_is_known(tmp_path):
    path = tmp_path / "gain.py"
    path.write_text(GAIN)
    with closing(DataProblem(f"{path}:scaled", [(1.0, 2.0), (2.0, 4.0)], exact)) as problem:
        assert [(it.name, it.bounds, it.choices) for it in problem.variables] == [
            ("gain", (0, 2), None),
            ("mode", (None, None), ("a", "b")),
        ]
