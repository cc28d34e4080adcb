"""Training that tries a share of each case at first."""

import pytest
from thresholds import Answers, Table, Threshold, run, verdicts

import robotrace as rt
from robotrace.errors import OptionError
from robotrace.opto import Case, Ledger, Outcome
from robotrace.results import read_run
from robotrace.training import Budget, Schedule
from robotrace.training.stages import share_of


class Long(Threshold):
    """The score is x for each of 8 steps, of which a share is taken; an x above 5 loses all it had in the last half."""

    divisible = True

    def query(self, candidate, case, *, traced=True):
        x = candidate.values["x"]
        self.queried.append((x, case.index, case.share))
        score = 8.0 * case.share * x if x <= 5 or case.share <= 0.5 else 0.0
        return Outcome(case, False, score, f"x is {x}", steps=int(8 * case.share), detail={"solvable": False})


def staged(tmp_path, optimizer, problem=None, **schedule):
    schedule = {"iterations": 3, "goals": 1, "retest": 2, "stages": 3, **schedule}
    return run(tmp_path, problem or Long(), optimizer, schedule=schedule, heldout=2)


def test_the_last_stage_tries_all_and_each_before_it_half_of_the_next():
    def shares(stages, iterations, **used):
        schedule, budget = Schedule(iterations, retest=1, stages=stages), Budget(env_steps=900)
        return [share_of(schedule, it, budget=budget, ledger=Ledger(**used)) for it in range(1, iterations + 1)]

    assert shares(1, 3) == [1.0, 1.0, 1.0]
    assert shares(3, 6) == [0.25, 0.25, 0.5, 0.5, 1.0, 1.0]
    assert shares(2, 4, env_steps=450) == [1.0, 1.0, 1.0, 1.0]
    assert shares(3, 3, env_steps=300) == [0.5, 0.5, 1.0]
    assert shares(4, 1, env_steps=5_000) == [1.0]


def test_cases_grow_and_the_best_meets_what_is_new(tmp_path):
    problem = Long()
    result = staged(tmp_path, Answers(1, 2, 3), problem)
    assert verdicts(result) == ["start", "accepted", "accepted", "accepted"]
    met = [(x, share) for x, index, share in problem.queried if index == 0]
    assert met[:8] == [(0, 0.25), (1, 0.25), (1, 0.5), (2, 0.5), (2, 1.0), (3, 1.0)] + met[6:8]
    assert {share for _, index, share in problem.queried if index in (4, 5)} == {1.0}
    assert result.train.n == 1
    assert result.scores["training"] == 24.0


def test_what_is_better_in_short_cases_alone_is_refused(tmp_path):
    result = staged(tmp_path, Answers(2, 9, 3))
    assert verdicts(result) == ["start", "accepted", "refused", "accepted"]
    assert result.trials[2].why == "score 36 above 8; on 2 fresh cases: mean score 0 not above 16"
    assert result.config["stages"] == 3


def test_a_run_that_ends_early_knows_whole_cases_of_its_best(tmp_path):
    problem = Long()
    result = run(
        tmp_path,
        problem,
        Answers(4, 5),
        schedule={"iterations": 9, "goals": 1, "retest": 2, "stages": 3},
        budget=Budget(env_steps=30),
    )
    assert result.reason.startswith("the cap of 30 environment steps is reached")
    assert result.scores["training"] == 32.0
    assert [case.share for case in (it.case for it in result.best_trial.outcomes)] == [1.0]
    again = read_run(tmp_path / "run")
    assert [str(it.case) for it in again.trials[1].outcomes] == ["train 0, 0.25 of it"]


def test_the_generations_of_a_search_are_ranked_by_what_all_its_members_met(tmp_path):
    values = {(trials, place): trials + place for trials in (1, 3, 5) for place in range(2)}
    optimizer = Table(values, samples=2)
    result = staged(tmp_path, optimizer, retries=0)
    assert [trial.candidate.values["x"] for trial in result.trials] == [0, 1, 2, 3, 4, 5, 6]
    assert verdicts(result) == ["start", "refused", "accepted", "refused", "accepted", "accepted", "refused"]


def test_a_resumed_run_has_the_same_stages(tmp_path):
    schedule = {"iterations": 3, "goals": 1, "retest": 2, "stages": 3}
    run(tmp_path, Long(), Answers(1), schedule=schedule, budget=Budget(seconds=0.0001), heldout=2)
    with pytest.raises(OptionError, match="begun with iterations 3, found 6: give the same settings"):
        run(tmp_path, Long(), Answers(), schedule={**schedule, "iterations": 6}, heldout=2, resume=True)
    with pytest.raises(OptionError, match="begun with most env_steps None, found 7: give the same settings"):
        run(tmp_path, Long(), Answers(), schedule=schedule, budget=Budget(env_steps=7), heldout=2, resume=True)
    problem = Long()
    again = run(tmp_path, problem, Answers(1, 2, 3), schedule=schedule, heldout=2, resume=True)
    assert verdicts(again) == ["start", "accepted", "accepted", "accepted"]
    assert again.scores["training"] == 24.0


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (
            {"retest": 0},
            "stages: 3 try a share of each case at first: give retest, whole cases that decide what is better",
        ),
        ({"stages": 0}, "stages: expected a whole number from 1 to 6, found 0"),
        ({"stages": 7}, "stages: expected a whole number from 1 to 6, found 7"),
    ],
)
def test_stages_that_cannot_be(tmp_path, schedule, words):
    with pytest.raises(OptionError, match=words):
        staged(tmp_path, Answers(), **schedule)


def test_cases_without_a_share_are_tried_whole(tmp_path):
    with pytest.raises(OptionError, match="stages: threshold tries its cases whole: leave it out"):
        staged(tmp_path, Answers(), Threshold())


def test_a_robot_plays_a_part_of_its_episode(tmp_path):
    options = {"optimizer": "tune", "iterations": 2, "goals": 1, "retest": 2, "stages": 2, "heldout": 1}
    result = rt.train("inverted_pendulum", "InvertedPendulum-v5?horizon=40", run=tmp_path / "run", **options)
    kept = read_run(tmp_path / "run")
    lengths = [[it.detail["actions"] for it in trial.outcomes] for trial in kept.trials]
    assert lengths[0] == [20]
    assert lengths[-1] in ([40], [])
    assert kept.best_trial.outcomes[0].case == Case("train", 0)
    assert kept.best_trial.outcomes[0].detail["actions"] == 40
    assert (result.returns["held-out"].value, result.train.n) == (40.0, 1)
