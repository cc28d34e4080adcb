"""`evaluate` takes whatever can be trained and whatever it can be trained on."""

import numbers_problem
import pytest
from numbers_problem import Larger, Numbers
from row_programs import ROWS, double, exact, solve
from toy import PointTask

import robotrace as rt
from robotrace.data import DataProblem
from robotrace.errors import OptionError
from robotrace.opto import Candidate
from robotrace.training import ProblemEvaluation

TWICE = "import robotrace as rt\n\n\n@rt.bundle(trainable=True)\ndef double(x):\n    return 2 * x\n\n\ncontroller = double\n"


def near(output, row):
    """Minus the distance."""
    return -abs(output - row[1]) - 1.0


def right(x):
    return 2 * x


def other(y):
    return y


@pytest.fixture(scope="module")
def rows():
    problem = DataProblem(solve, ROWS, exact)
    yield problem
    problem.close()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return rt.train(Numbers(), optimizer=Larger(), iterations=2, run=tmp_path_factory.mktemp("runs") / "run")


def test_a_robot_s_task_is_evaluated_as_before():
    found = rt.evaluate(lambda seen: [*seen["goal_pos"], 0.0], PointTask(), goals=2)
    assert (found.success.successes, found.success.n) == (2, 2)
    assert [episode.case.index for episode in found.episodes] == [0, 1]


def test_a_problem_alone_is_its_start():
    found = rt.evaluate(Numbers())
    assert isinstance(found, ProblemEvaluation)
    assert (found.success.successes, found.success.n, found.split) == (0, 6, "heldout")
    assert found.is_scored
    assert repr(found).startswith("<Evaluation of numbers: mean score 0.")
    assert repr(found).endswith("] (n=6), none solved, held-out cases>")
    assert "<th>mean score</th>" in found._repr_html_()
    assert "<th>solved</th>" not in found._repr_html_()


def test_a_candidate_a_run_and_its_folder_are_the_same_subject(run):
    problem = Numbers()
    assert run.best.values == {"x": 2.0}
    for subject in (run, run.best, run.folder.path, str(run.folder.path), problem.candidate({"x": 2.0})):
        told = []
        found = rt.evaluate(subject, problem, goals=4, split="train", on_outcome=told.append)
        assert repr(found) == "<Evaluation of numbers: 1.00 [0.51, 1.00] (4/4), training cases>"
        assert [outcome.score for outcome in told] == [2.0 * factor for factor in problem.factors[:4]]


def test_a_problem_is_named_by_its_file_and_its_seed(run):
    place = f"{numbers_problem.__file__}:make"
    assert rt.evaluate(run, place, seed=3).score == rt.evaluate(run, Numbers(3)).score
    assert rt.evaluate(place, seed=3).score == rt.evaluate(Numbers(3)).score


def test_rows_take_any_program(rows, tmp_path):
    (tmp_path / "mine.py").write_text(TWICE)
    for subject in (right, str(tmp_path / "mine.py"), tmp_path / "mine.py", Candidate({}, TWICE)):
        found = rt.evaluate(subject, rows, split="train")
        assert (found.success.successes, found.success.n) == (8, 8)
    assert rt.evaluate(double, rows, split="train").success.successes == 0
    with pytest.raises(OptionError, match=r"^solve: rows give x, found a program that takes y\.$"):
        rt.evaluate(other, rows)


def test_rows_and_a_metric_are_dealt_out_as_train_deals_them(rows):
    found = rt.evaluate(solve, data=ROWS, metric=near)
    held = [outcome.detail["row"] for outcome in found.outcomes]
    assert held == [outcome.detail["row"] for outcome in rt.evaluate(rows).outcomes]
    assert (found.mean.n, found.is_scored, found.words.cases) == (2, True, "rows")
    assert rt.evaluate(solve, data=ROWS, metric=exact, trust=True).success.n == 2


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        ((Numbers(),), {"until": "horizon"}, "until goes with a robot's task, and numbers is a problem: leave it out."),
        (
            (Numbers(),),
            {"on_episode": print},
            "on_episode goes with a robot's task, and numbers is a problem: leave it",
        ),
        ((Numbers(),), {"trust": True}, "trust goes with programs that run in the sandbox, and numbers runs its own"),
        ((Numbers(),), {"seed": 4}, "numbers was made already: give seed=4 there, not here."),
        ((Numbers(),), {"goals": 7}, "cases: numbers has 6 of the split 'heldout', found 7."),
        ((Numbers(), PointTask()), {}, "numbers is a problem, which has its own cases: leave the task out."),
        ((Numbers(),), {"data": ROWS, "metric": exact}, "data and a task are both given: a program is tried on one or"),
        ((solve,), {"data": ROWS}, "metric is missing: evaluate(program, data=rows, metric=metric) needs both."),
        ((solve,), {}, "Nothing to evaluate on: give a robot's task, evaluate(controller, task), a problem, or rows"),
        ((solve, Numbers()), {}, "numbers is tried with a candidate of its own, such as problem.candidate(values), a"),
        ((solve, PointTask()), {"on_outcome": print}, "on_outcome goes with a problem: with a robot's task give on_"),
        (
            (Candidate({"y": 1}, "y = 1\n"), Numbers()),
            {},
            "The candidate has y, and numbers has x: name the problem that it belongs to.",
        ),
    ],
)
def test_what_does_not_fit_is_one_line(arguments, options, words):
    with pytest.raises(OptionError) as failed:
        rt.evaluate(*arguments, **options)
    assert str(failed.value).startswith(words)
    assert "\n" not in str(failed.value)
