import pytest
from toy import PointTask

from robotrace.episodes import RolloutProblem, find_controller
from robotrace.episodes.withheld import told
from robotrace.errors import ProposalError
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

RAISES = 'def controller(observation):\n    raise ValueError(f"seen: {observation}")\n'
RETURNS = 'def controller(observation):\n    return f"seen: {observation}"\n'
MESSAGE = "line 2 of controller: ValueError: seen: 0.25: raise ValueError(seen)"


@pytest.fixture(params=[False, True], ids=["here", "sandbox"])
def problem(request):
    if not request.param:
        yield RolloutProblem(find_controller("blank"), PointTask(), level="score")
        return
    with Sandbox() as sandbox:
        yield RolloutProblem(find_controller("blank"), PointTask(), level="score", sandbox=sandbox)


def test_scores_alone_tell_of_a_failure_its_kind_and_its_line():
    assert told(MESSAGE, "score", line=2) == "line 2: ValueError"
    assert told("Seen: 0.25", "score", line=3) == "line 3"
    assert told("Seen: 0.25", "score", line=None) == ""


def test_other_levels_tell_what_the_controller_said():
    assert told(MESSAGE, "facts", line=2) == told(MESSAGE, "hints", line=2) == MESSAGE


@pytest.mark.parametrize(
    ("text", "words"),
    [(RAISES, "exception at t=0: line 2: ValueError"), (RETURNS, "invalid action at t=0")],
    ids=["raises", "returns"],
)
def test_a_controller_tells_nothing_that_it_observed_by_the_way_it_fails(problem, text, words):
    outcome = problem.query(problem.candidate({"controller": text}), Case("train", 0))
    assert outcome.failure == words
    assert "seen" not in outcome.feedback


@pytest.mark.parametrize(
    ("text", "words"),
    [(RAISES, "observation: line 2: ValueError"), (RETURNS, "observation: expected an action of 4 numbers")],
    ids=["raises", "returns"],
)
def test_nor_by_what_it_is_refused_for(problem, text, words):
    problem.query(problem.candidate({}), Case("train", 0))
    with pytest.raises(ProposalError) as refused:
        problem.candidate({"controller": text})
    assert str(refused.value).endswith(words)
