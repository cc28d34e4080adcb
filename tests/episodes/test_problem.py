import pytest
from toy import PointTask

from robotrace.episodes import RolloutProblem, find_controller
from robotrace.errors import OptionError, ProposalError
from robotrace.opto import Case, Job, Problem, Program
from robotrace.sandbox import Sandbox

GOOD = 'def controller(observation):\n    x, y, z = observation["goal_pos"]\n    return [x, y, z, 0.0]\n'


@pytest.fixture
def problem():
    return RolloutProblem(find_controller("blank"), PointTask())


def test_it_is_a_problem(problem):
    assert isinstance(problem, Problem)
    assert problem.name == "toy/point"
    assert problem.cases("train")[11] == Case("train", 11)


def test_the_context_is_the_tasks_instruction_and_what_the_score_is(problem):
    assert problem.context == (
        "Bring the point to the goal.\nAn episode ends at its first success. A program that solves more cases is better; of two "
        "that solve as many, the one with the higher score, which is the mean reward of the actions that an episode took."
    )


def test_the_context_says_where_success_is_to_last():
    task = PointTask()
    task.success = "last"
    assert RolloutProblem(find_controller("blank"), task).context.startswith(
        "Bring the point to the goal.\nAn episode goes on to its end, and is solved if it is solved at its last step: what was "
        "solved and is lost again does not count. A program that solves more cases is better; "
    )


def test_a_query_answers_with_success_score_words_and_a_graph(problem):
    outcome = problem.query(problem.candidate({"controller": GOOD}), Case("train", 0))
    assert outcome.success
    assert outcome.feedback.startswith("facts: solved")
    assert outcome.graph.parameters[0].name == "controller"
    assert outcome.steps == 10 * outcome.detail["actions"]


def test_an_exception_is_an_outcome(problem):
    broken = problem.candidate({"controller": "def controller(observation):\n    raise RuntimeError('no')\n"})
    outcome = problem.query(broken, Case("train", 0))
    assert not outcome.success
    assert "exception at t=0" in outcome.failure
    assert "RuntimeError: no" in outcome.failure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def controller(observation):\n    return [\n", "cannot be loaded: line"),
        ("def controller(observation, extra):\n    return []\n", "controller"),
        (
            "def other(observation):\n    return []\n",
            "expected one top-level function `def controller(...)`, found none",
        ),
        (
            "def controller(observation):\n    return nope\n",
            "fails on a recorded observation: line 2 of controller: NameError: name 'nope' is not defined: return nope",
        ),
        ("def controller(observation):\n    return [1.0]\n", "expected an action of 4 numbers, found 1"),
        ("def controller(observation):\n    return None\n", "expected an action of 4 numbers, found None"),
    ],
)
def test_a_proposal_is_checked_and_run_on_recorded_observations_first(problem, text, words):
    problem.query(problem.candidate({}), Case("train", 0))
    with pytest.raises(ProposalError) as refused:
        problem.candidate({"controller": text})
    assert words in str(refused.value)


def test_a_controller_without_trainable_parts_is_refused():
    with pytest.raises(OptionError, match="nothing to train"):
        RolloutProblem(Program.parse("def controller(o):\n    return 0\n"), PointTask())


def test_a_level_that_the_task_cannot_give_is_refused():
    with pytest.raises(OptionError, match="cannot give feedback 'hints'; expected score or facts"):
        RolloutProblem(find_controller("blank"), PointTask(expert=False), level="hints")


NUMBERS = '''
import robotrace as rt


def even(value):
    """an even number."""
    return value % 2 == 0


count = rt.node(4, name="count", trainable=True, bounds=(0, 10), check=even, description="how many")
gain = rt.node(1.5, name="gain", trainable=True, check=lambda g: g != 0)
mode = rt.node("slow", name="mode", trainable=True, choices=["slow", "fast"])


@rt.bundle(trainable=True)
def aim(hand: list, *, far=False) -> list:
    """Return the target.

    More words.
    """
    return hand


@rt.bundle(trainable=True, name="push", description="how hard to push")
def effort(x):
    return x


def controller(observation):
    x, y, z = aim(observation["hand_pos"])
    return [x, y, z, 0.0]
'''


def test_the_variables_say_what_the_loaded_parameters_ask_for():
    words = [
        ("count", "number", 4, "how many", "an integer from 0 to 10, an even number"),
        ("gain", "number", 1.5, "", "a value that passes `lambda g: g != 0`"),
        ("mode", "text", "slow", "", "one of 'slow', 'fast'"),
        ("aim", "code", None, "Return the target.", "a function `def aim(hand, *, far=False)`"),
        ("push", "code", None, "how hard to push", "a function `def effort(x)`"),
    ]
    program = Program.parse(NUMBERS)
    with Sandbox() as sandbox:
        for problem in (RolloutProblem(program, PointTask()), RolloutProblem(program, PointTask(), sandbox=sandbox)):
            assert [
                (v.name, v.kind, None if v.kind == "code" else v.value, v.description, v.constraint)
                for v in problem.variables
            ] == words
            assert [v.value for v in problem.variables] == [v.value for v in program.variables]


def test_a_value_that_breaks_a_check_of_its_own_is_refused():
    problem = RolloutProblem(Program.parse(NUMBERS), PointTask())
    with pytest.raises(ProposalError, match="expects an even number, found 3"):
        problem.candidate({"count": 3})


def test_no_process_is_made_ready_for_a_candidate_whose_last_job_has_begun(monkeypatch):
    loaded, load = [], Sandbox._load
    monkeypatch.setattr(
        Sandbox, "_load", lambda sandbox, source: loaded.append((sandbox, source.text)) or load(sandbox, source)
    )
    with Sandbox() as sandbox:
        problem = RolloutProblem(find_controller("blank"), PointTask(), sandbox=sandbox)
        first, second = (problem.candidate({"controller": GOOD.replace("0.0", grip)}) for grip in ("0.25", "0.5"))
        loaded.clear()
        jobs = [Job(candidate, Case("train", goal), False) for candidate in (first, second) for goal in range(3)]
        outcomes = list(problem.query_many(jobs))
    assert [outcome.success for outcome in outcomes] == [True] * 6
    assert loaded.count((sandbox, first.text)) == 3
