"""Problems of a user's own, from the one door."""

import numbers_problem
from thresholds import Answers

import robotrace as rt


class Holding(numbers_problem.Numbers):
    """Holds something that is to be let go of."""

    closed = 0

    def close(self):
        self.closed += 1


def test_a_problem_lets_go_of_what_it_holds_after_a_training_and_an_evaluation(tmp_path):
    problem = Holding()
    result = rt.train(problem, optimizer=Answers(0.7, 0.9), iterations=2, goals=3, heldout=0, run=tmp_path / "run")
    assert problem.closed == 1
    rt.evaluate(result.best, problem)
    assert problem.closed == 2


def test_the_best_trial_of_a_run_has_its_outcomes(tmp_path):
    options = {"iterations": 2, "goals": 3, "heldout": 0, "run": tmp_path / "run"}
    result = rt.train(numbers_problem.Numbers(), optimizer=Answers(0.9, 0.7), **options)
    assert result.best_trial.id == (1, 0, 0)
    assert [outcome.case.index for outcome in result.best_trial.outcomes] == [0, 1, 2]
    assert result.best_trial.candidate.values == result.best.values == {"x": 0.9}
    assert result.best_trial.score == result.scores["training"]
