"""A noisy score is tried again on other cases before it counts."""

import pytest
from thresholds import Answers, Table, Threshold, run, verdicts

import robotrace as rt
from robotrace.errors import OptionError
from robotrace.opto import Case, Outcome
from robotrace.results import read_run


class Lucky(Threshold):
    """The score is x, and on the two cases that training begins with the luck of an odd x beside it."""

    def query(self, candidate, case, *, traced=True):
        x = candidate.values["x"]
        self.queried.append((x, case.index))
        luck = 10.0 * (x % 2) if case.index < 2 else 0.0
        return Outcome(case, False, x + luck, f"x is {x}", detail={"solvable": False})


def retested(tmp_path, optimizer, problem=None, **schedule):
    schedule = {"iterations": 2, "goals": 2, "retest": 3, **schedule}
    return run(tmp_path, problem or Lucky(), optimizer, schedule=schedule, heldout=2)


def test_a_score_that_chance_has_helped_is_refused(tmp_path):
    result = retested(tmp_path, Answers(-1, 4))
    assert verdicts(result) == ["start", "refused", "accepted"]
    assert result.trials[1].why == ("mean score 9 above 0; on 3 fresh cases: mean score -1 not above 0")
    assert result.trials[2].why == "mean score 4 above 0; on 3 fresh cases: mean score 4 above 0"
    assert result.config["retest"] == 3


def test_the_cases_are_kept_for_it_and_what_is_no_better_does_not_meet_them(tmp_path):
    problem = Lucky()
    result = retested(tmp_path, Answers(-2, 2), problem)
    assert [query for query in problem.queried if query[0] == -2] == [(-2, 0), (-2, 1)]
    assert [query for query in problem.queried if query[0] == 2][:5] == [(2, 0), (2, 1), (2, 3), (2, 4), (2, 5)]
    assert [str(it.case) for it in result.validated[result.best_id]] == ["train 3", "train 4", "train 5"]


def test_the_best_of_a_round_alone_is_tried_again(tmp_path):
    problem = Lucky()
    optimizer = Table({(1, 0): 2, (1, 1): 6, (1, 2): 4}, samples=3)
    result = retested(tmp_path, optimizer, problem, iterations=1)
    assert verdicts(result) == ["start", "refused", "accepted", "refused"]
    assert result.trials[1].why == "mean score 2 above 0; another one of its round is better"
    assert (2, 3) not in problem.queried
    assert result.best.values == {"x": 6}


def test_a_resumed_run_tries_again_what_it_did(tmp_path):
    retested(tmp_path, Answers(-1), iterations=1)
    schedule = {"iterations": 2, "goals": 2, "retest": 3}
    again = run(tmp_path, Lucky(), Answers(4), schedule=schedule, heldout=2, resume=True)
    assert verdicts(again) == ["start", "refused", "accepted"]
    with pytest.raises(OptionError, match="begun with retest 3, found 2"):
        run(tmp_path, Lucky(), Answers(), schedule={"goals": 2, "retest": 2}, heldout=2, resume=True)


def test_more_cases_than_there_are_is_refused(tmp_path):
    words = "retest: threshold has 6 training cases, found 4 and 3 to try what is better on"
    with pytest.raises(OptionError, match=words):
        retested(tmp_path, Answers(), goals=4)
    with pytest.raises(OptionError, match="retest: expected a whole number from 0 up, found -1"):
        retested(tmp_path, Answers(), retest=-1)


def test_validation_cases_decide_already(tmp_path):
    problem = Lucky()
    problem.validation = [Case("validation", 0)]
    with pytest.raises(
        OptionError, match="retest: threshold has 1 validation cases, which decide what is better already"
    ):
        retested(tmp_path, Answers(), problem)


def test_returns_are_tried_again_and_successes_are_not(tmp_path):
    options = {"iterations": 0, "heldout": 0}
    scored = rt.train("pendulum", "Pendulum-v1", goals=1, run=tmp_path / "a", **options)
    assert scored.config["retest"] == 20
    assert "retest" not in rt.train("pendulum", "Pendulum-v1", goals=1, retest=0, run=tmp_path / "b", **options).config
    assert "retest" not in rt.train("reach", "reach-v3", goals=1, run=tmp_path / "c", **options).config


def test_a_run_of_returns_that_was_begun_without_it_goes_on_without_it(tmp_path):
    begun = {"goals": 1, "heldout": 0, "run": tmp_path / "a", "optimizer": "tune"}
    rt.train("pendulum", "Pendulum-v1", iterations=0, retest=0, **begun)
    assert "retest" not in rt.train("pendulum", "Pendulum-v1", iterations=0, resume=True, **begun).config
    assert read_run(tmp_path / "a").entries[0].trial.outcomes[0].case == Case("train", 0)
