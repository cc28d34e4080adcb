"""A round: several proposals side by side, each taken through one transaction."""

import csv
import json
import threading
import time

import pytest
from thresholds import Answers, Table, Threshold, run, verdicts

from robotrace.errors import ModelError, OptionError
from robotrace.opto import Proposal, SerialPool, Spend, TrialId
from robotrace.results import read_run
from robotrace.show.compare.groups import groups_of
from robotrace.show.machine import train_json
from robotrace.training import Budget

COST = Spend(1, 10, 2)


def events(tmp_path, kind):
    lines = (tmp_path / "run" / "events.jsonl").read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["event"] == kind]


def answer(x):
    return Proposal({"x": x}, prompt="?", reply=f"x = {x}", spend=COST)


def refused(why):
    return Proposal({}, prompt="?", reply="...", spend=COST, refusal=why)


class Batches(SerialPool):
    """A pool that remembers how many jobs it was given at a time."""

    def run(self, jobs):
        batches.append([(job.candidate.values["x"], job.case.index) for job in jobs])
        return super().run(jobs)


batches = []


def test_the_samples_of_a_round_are_tried_as_one_batch(tmp_path):
    batches.clear()
    problem = Threshold()
    optimizer = Table({(1, 0): 0.1, (1, 1): 0.2, (1, 2): 0.3}, samples=3)
    run(tmp_path, problem, optimizer, schedule={"iterations": 1, "goals": 3}, pool=Batches(problem))
    assert batches == [
        [(0, 0), (0, 1), (0, 2)],  # the start
        [(0.1, 0), (0.2, 0), (0.3, 0)],  # each on one case
        [(x, case) for x in (0.1, 0.2, 0.3) for case in (1, 2)],
    ]


def test_samples_are_judged_in_their_order_whenever_they_arrive(tmp_path):
    second_is_there = threading.Event()

    def first():
        assert second_is_there.wait(30)
        return 0.5

    def second():
        second_is_there.set()
        return 0.4

    result = run(tmp_path, Threshold(), Table({(1, 0): first, (1, 1): second}, samples=2), schedule={"iterations": 1})
    assert [(trial.id, trial.verdict.value) for trial in result.trials] == [
        ((0, 0, 0), "start"),
        ((1, 0, 0), "accepted"),
        ((1, 1, 0), "refused"),
    ]
    assert [event["sample"] for event in events(tmp_path, "proposal")] == [1, 0]
    assert sorted(path.name for path in (tmp_path / "run" / "code").iterdir()) == ["000.txt", "001-1.txt", "001.txt"]


def test_a_reply_is_kept_the_moment_it_arrives_and_not_paid_for_again(tmp_path):
    def second():
        while not events(tmp_path, "proposal"):
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, Threshold(), Table({(1, 0): answer(0.4), (1, 1): second}, samples=2))
    again = Table({(1, 1): answer(9)}, samples=2)
    result = run(tmp_path, Threshold(), again, resume=True)
    assert again.asked == [(1, 1)]
    assert result.best.values == {"x": 9}
    assert result.calls == 2


def test_the_optimizer_says_how_many_samples(tmp_path):
    optimizer = Table({(1, sample): 0.1 * sample for sample in range(1, 4)} | {(1, 0): 0.5}, samples=4)
    assert len(run(tmp_path, Threshold(), optimizer, schedule={"iterations": 1}).trials) == 5


def test_an_optimizer_without_a_model_chooses_its_own_samples(tmp_path):
    optimizer = Table({(1, 0): 0.2, (1, 1): 0.4}, samples=2, model=None)
    assert verdicts(run(tmp_path, Threshold(), optimizer, schedule={"iterations": 1})) == [
        "start",
        "accepted",
        "accepted",
    ]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (refused("no fence found"), "no fence found"),
        (answer(101), "x: expected at most 100"),
        (answer(-1), "It fails on train 0, the first case: x is negative"),
    ],
)
def test_what_is_refused_before_it_is_scored_goes_back_once_with_its_reason(tmp_path, bad, why):
    problem, optimizer = Threshold(), Answers(bad, answer(9), model="m")
    result = run(tmp_path, problem, optimizer)
    assert [(trial.id, trial.verdict.value) for trial in result.trials] == [
        ((0, 0, 0), "start"),
        ((1, 0, 0), "refused"),
        ((1, 0, 1), "accepted"),
    ]
    assert optimizer.seen[1].trials[-1].why == result.trials[1].why == why
    assert optimizer.seen[1].trials[-1].proposal.reply == bad.reply
    assert result.calls == 2
    assert (tmp_path / "run" / "replies" / "001-0-1.md").read_text() == "x = 9"
    assert sum(x == -1 for x, *_ in problem.queried) == (bad.values == {"x": -1})  # one case shows that it fails


def test_a_second_refusal_goes_into_memory(tmp_path):
    optimizer = Answers(refused("one"), refused("two"), answer(9), model="m")
    result = run(tmp_path, Threshold(), optimizer)
    assert [trial.id for trial in result.trials] == [(0, 0, 0), (1, 0, 0), (1, 0, 1), (2, 0, 0)]
    assert [trial.why for trial in optimizer.seen[2].trials[1:]] == ["one", "two"]


def test_only_the_samples_that_were_refused_go_back_each_with_its_own_reason(tmp_path):
    optimizer = Table(
        {(1, 0): refused("one"), (1, 1): answer(0.2), (1, 2): refused("two"), (2, 0): answer(0.3), (2, 2): answer(0.1)},
        samples=3,
    )
    result = run(tmp_path, Threshold(), optimizer, schedule={"iterations": 1})
    assert [trial.id for trial in result.trials[1:]] == [(1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 2, 0), (1, 2, 1)]
    assert verdicts(result)[1:] == ["refused", "accepted", "refused", "refused", "refused"]


@pytest.mark.parametrize(("model", "schedule"), [("m", {"retries": 0}), (None, {})])
def test_nothing_goes_back_where_that_is_turned_off_or_nobody_reads_it(tmp_path, model, schedule):
    result = run(tmp_path, Threshold(), Answers(refused("one"), model=model), schedule={"iterations": 1, **schedule})
    assert [trial.id for trial in result.trials] == [(0, 0, 0), (1, 0, 0)]


def test_a_call_that_brought_no_answer_does_not_go_back(tmp_path):
    result = run(tmp_path, Threshold(), Answers(ModelError("down"), model="m"), schedule={"iterations": 1})
    assert [trial.why for trial in result.trials[1:]] == ["No answer: down"]


def test_the_same_answer_twice_in_a_round_is_tried_once(tmp_path):
    problem = Threshold()
    result = run(tmp_path, problem, Table({(1, 0): 0.5, (1, 1): 0.5}, samples=2), schedule={"iterations": 1})
    assert result.trials[2].why == "This is the candidate of proposal 1 again."
    assert sum(x == 0.5 for x, *_ in problem.queried) == 2


def test_greedy_goes_on_from_the_newest_and_ends_with_the_best(tmp_path):
    optimizer = Answers(0.5, 0.2, -1, model="m")
    result = run(tmp_path, Threshold(), optimizer, schedule={"iterations": 3, "search": "greedy", "retries": 0})
    assert verdicts(result) == ["start", "accepted", "taken", "refused"]
    assert [evidence.variables[0].value for evidence in optimizer.seen] == [0, 0.5, 0.2]
    assert optimizer.seen[2].best.candidate.values == {"x": 0.2}
    assert result.best.values == {"x": 0.5}
    assert (tmp_path / "run" / "best.txt").read_text() == "x = 0.5\n"


def test_greedy_takes_the_best_of_several_samples(tmp_path):
    optimizer = Table({(1, 0): 0.5, (2, 0): 0.1, (2, 1): 0.3, (2, 2): 0.2, (5, 0): 0.05}, samples=1)
    optimizer.samples = lambda evidence: 3 if len(evidence.trials) == 2 else 1
    result = run(tmp_path, Threshold(), optimizer, schedule={"iterations": 3, "search": "greedy"})
    assert verdicts(result) == ["start", "accepted", "taken", "taken", "refused", "taken"]
    assert result.best.values == {"x": 0.5}


def test_each_new_best_is_drawn_on_heldout_cases_that_nobody_sees_or_counts(tmp_path):
    problem, optimizer = Threshold(), Answers(0.5, 0.2, 2, 9, model="m")
    result = run(tmp_path, problem, optimizer, heldout=6, heldout_curve=True)
    rates = [(trial.iteration, result.heldout_at(trial).successes) for trial in result.tested]
    assert rates == [(0, 1), (1, 1), (3, 3), (4, 6)]
    assert [event.get("final", False) for event in events(tmp_path, "heldout")] == [False] * 4 + [True]
    assert sum(case.split == "heldout" for _, case, _ in problem.queried) == 24  # the last is not measured twice
    assert {o.case.split for evidence in optimizer.seen for trial in evidence.trials for o in trial.outcomes} == {
        "train"
    }
    assert result.env_steps == sum(case.split == "train" for _, case, _ in problem.queried)


def test_a_curve_needs_heldout_cases(tmp_path):
    with pytest.raises(OptionError, match="heldout is 0"):
        run(tmp_path, Threshold(), Answers(), heldout_curve=True)


def test_the_calls_left_are_shared_out_in_the_order_of_the_samples(tmp_path):
    optimizer = Table({(1, 0): answer(0.1), (1, 1): answer(0.2), (3, 0): answer(0.3)}, samples=2)
    result = run(tmp_path, Threshold(), optimizer, budget=Budget(calls=3))
    assert result.calls == 3
    assert result.reason == "the cap of 3 calls is reached (3 used)"
    assert [trial.id for trial in result.trials] == [(0, 0, 0), (1, 0, 0), (1, 1, 0), (2, 0, 0)]


def test_a_retry_is_a_call_that_the_cap_counts(tmp_path):
    result = run(tmp_path, Threshold(), Answers(refused("one"), model="m"), budget=Budget(calls=1))
    assert [trial.id for trial in result.trials] == [(0, 0, 0), (1, 0, 0)]
    assert result.reason == "the cap of 1 calls is reached (1 used)"


@pytest.mark.parametrize(
    ("cap", "reason"),
    [
        ({"tokens": 20}, "the cap of 20 tokens is reached (24 used)"),
        ({"env_steps": 5}, "the cap of 5 environment steps is reached (6 used)"),
        ({"seconds": 0}, "the cap of 0 seconds is reached"),
    ],
)
def test_a_cap_stops_before_the_next_round_and_is_named(tmp_path, cap, reason):
    optimizer = Answers(*(answer(x / 10) for x in range(1, 6)), model="m")
    result = run(tmp_path, Threshold(), optimizer, budget=Budget(**cap), heldout=2)
    assert result.reason.startswith(reason)
    assert events(tmp_path, "end")[0]["reason"] == result.reason
    assert all(trial.outcomes for trial in result.trials)  # whatever was paid for was tried
    assert result.heldout.n == 2


def test_what_a_run_used_up_is_the_same_wherever_it_is_told(tmp_path):
    result = run(tmp_path, Threshold(), Answers(answer(1), answer(9), model="m"))
    assert result.reason == "solved 4 working and 2 fresh training cases"
    assert result.entries[-1].ledger.env_steps == 10
    assert (result.env_steps, result.calls, result.tokens) == (12, 2, 24)
    [group] = groups_of([result])
    with (tmp_path / "run" / "metrics.csv").open(newline="") as file:
        *_, last = csv.DictReader(file)
    for name, figure in result.ledger.rounded.items():
        assert train_json(result)[name] == figure
        assert last[name] == ("" if figure is None else str(figure))
        assert group.in_all[name] == result.ledger.figures[name]
    fresh = [event["ledger"]["env_steps"] for event in events(tmp_path, "fresh")]
    assert fresh == [6, 12]


def test_a_run_that_was_killed_after_fresh_cases_counts_them(tmp_path):
    run(tmp_path, Threshold(), Answers(answer(9), model="m"))
    log = tmp_path / "run" / "events.jsonl"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join(line for line in lines if '"event": "end"' not in line))
    assert read_run(tmp_path / "run").env_steps == 8
    again = run(tmp_path, Threshold(), Answers(model="m"), resume=True)
    assert (again.env_steps, again.calls) == (8, 1)


@pytest.mark.parametrize(
    "other", [{"schedule": {"retries": 0}}, {"schedule": {"batch": 1}}, {"budget": Budget(calls=9)}]
)
def test_runs_of_any_problem_keep_what_makes_another_method_of_them(tmp_path, other):
    runs = [
        run(tmp_path, Threshold(), Answers(answer(9), model="m"), run=tmp_path / name, **options)
        for name, options in {"a": {}, "b": {}, "c": other}.items()
    ]
    assert [len(group.runs) for group in groups_of(runs)] == [2, 1]


def test_steps_that_are_used_up_stop_the_fresh_cases(tmp_path):
    result = run(tmp_path, Threshold(), Answers(9, model="m"), budget=Budget(env_steps=4))
    assert result.best.values == {"x": 9}
    assert result.fresh == {}
    assert result.reason == "the cap of 4 environment steps is reached (4 used)"


def test_a_cap_on_calls_does_not_stop_the_fresh_cases(tmp_path):
    result = run(tmp_path, Threshold(), Answers(answer(9), model="m"), budget=Budget(calls=1))
    assert result.reason == "solved 2 working and 4 fresh training cases"


class Priced(Answers):
    priced = True


def test_dollars_are_capped_where_the_price_is_known(tmp_path):
    answers = [Proposal({"x": x / 10}, spend=Spend(1, 10, 2, usd=0.25)) for x in range(1, 6)]
    result = run(tmp_path, Threshold(), Priced(*answers, model="m"), budget=Budget(usd=0.5))
    assert result.reason == "the cap of 0.5 dollars is reached (0.5 used)"
    assert result.ledger.usd == 0.5


def test_dollars_of_an_unknown_price_cannot_be_capped(tmp_path):
    with pytest.raises(OptionError, match=r"price of the model m is not known.*--max-calls"):
        run(tmp_path, Threshold(), Answers(model="m"), budget=Budget(usd=1.0))
    assert not (tmp_path / "run").exists()


def test_a_resumed_run_keeps_to_the_cap_and_may_be_given_another(tmp_path):
    answers = [answer(x / 10) for x in range(1, 5)]
    run(tmp_path, Threshold(), Answers(*answers[:2], model="m"), budget=Budget(calls=2))
    same = run(tmp_path, Threshold(), Answers(model="m"), budget=Budget(calls=2), resume=True)
    assert same.reason == "the cap of 2 calls is reached (2 used)"
    more = run(tmp_path, Threshold(), Answers(*answers[2:], model="m"), budget=Budget(calls=4), resume=True)
    assert more.best.values == {"x": 0.4}


def test_a_run_that_an_endpoint_ended_can_be_gone_on_with(tmp_path):
    down = ModelError("down")
    assert "failed 3 times" in run(tmp_path, Threshold(), Answers(down, down, down, model="m")).reason
    result = run(tmp_path, Threshold(), Answers(answer(9), model="m"), resume=True)
    assert result.best.values == {"x": 9}


def test_a_replay_gives_the_same_from_recorded_answers_alone(tmp_path):
    schedule = {"iterations": 3}
    table = {(1, 0): refused("one"), (1, 1): answer(0.2), (2, 0): answer(0.3)}
    table |= {(4, 0): answer(0.4), (4, 1): answer(0.1), (6, 0): answer(0.5), (6, 1): answer(0.6)}
    first = run(tmp_path, Threshold(), Table(table, samples=2), schedule=schedule)
    silent = Table({})
    again = run(tmp_path, Threshold(), silent, schedule=schedule, run=tmp_path / "again", replay=first)
    assert silent.asked == []
    assert again.best == first.best
    assert [(trial.id, trial.verdict) for trial in again.trials] == [
        (trial.id, trial.verdict) for trial in first.trials
    ]
    assert (again.ledger.spend, again.env_steps) == (first.ledger.spend, first.env_steps)
    assert again.best_id == TrialId(3, 1)


def test_a_replay_ends_where_the_recording_does(tmp_path):
    first = run(tmp_path, Threshold(), Answers(answer(0.5), model="m"), schedule={"iterations": 1})
    again = run(tmp_path, Threshold(), Answers(model="m"), run=tmp_path / "again", replay=first)
    assert again.reason == "the recording holds no further answer"
    assert again.best == first.best


class Asking(Answers):
    def prompt(self, evidence):
        return "another question"


def test_a_replay_says_where_another_question_would_be_asked(tmp_path, caplog):
    first = run(tmp_path, Threshold(), Answers(answer(9), model="m"))
    again = run(tmp_path, Threshold(), Asking(model="m"), run=tmp_path / "again", replay=first)
    assert again.best == first.best
    assert "Trial 1 was asked otherwise than it would be now; its recorded answer is used." in caplog.text
