"""The loop against problems that are no robots."""

import io
import json

import pytest
from rich.console import Console
from thresholds import Answers, Table, Threshold, run, verdicts

from robotrace.errors import ModelError, OptionError, RunError, UnknownNameError
from robotrace.opto import Optimizer, Problem, Proposal, Spend, Variable, Verdict, Words
from robotrace.results import read_run
from robotrace.show.console import card
from robotrace.training import Schedule, train_problem


def test_the_stand_ins_are_a_problem_and_an_optimizer():
    assert isinstance(Threshold(), Problem)
    assert isinstance(Answers(), Optimizer)
    assert isinstance(Table({}), Optimizer)


def test_training_ends_once_enough_fresh_cases_are_solved_in_a_row(tmp_path):
    result = run(tmp_path, Threshold(), Answers(9), heldout=6)
    assert verdicts(result) == ["start", "accepted"]
    assert result.best.values == {"x": 9}
    assert (result.heldout.successes, result.heldout.n) == (6, 6)
    assert result.reason == "solved 2 working and 4 fresh training cases"


def test_fresh_cases_that_fail_join_the_working_set(tmp_path):
    problem, optimizer = Threshold(), Answers(2, 9)
    result = run(tmp_path, problem, optimizer)
    assert verdicts(result) == ["start", "accepted", "accepted"]
    tried_last = [case.index for x, case, _ in problem.queried if x == 9]
    assert tried_last[:3] == [0, 1, 3]  # the two to begin with, and the one of 2 and 3 that x = 2 failed


def test_the_best_is_kept_not_the_last(tmp_path):
    result = run(tmp_path, Threshold(), Answers(0.5, 0.2, 0.1), schedule={"iterations": 3})
    assert verdicts(result) == ["start", "accepted", "refused", "refused"]
    assert result.best.values == {"x": 0.5}
    assert result.reason == "3 iterations are used up"


def test_a_refused_proposal_is_recorded_with_its_reason_and_training_goes_on(tmp_path):
    bad = Proposal({}, reply="...", spend=Spend(1, 7, 2), refusal="no fence found")
    result = run(tmp_path, Threshold(), Answers(bad, 101, 9, model="m"))
    assert verdicts(result) == ["start", "refused", "refused", "accepted"]
    assert [trial.why for trial in result.trials[1:3]] == ["no fence found", "x: expected at most 100"]
    assert (result.calls, result.tokens) == (1, 9)


def test_a_model_that_does_not_answer_is_a_refusal_until_it_fails_three_times_in_a_row(tmp_path):
    down = ModelError("the endpoint answered 500")
    result = run(tmp_path, Threshold(), Answers(down, 0.5, down, down, down, model="m"), schedule={"iterations": 9})
    assert verdicts(result) == ["start", "refused", "accepted", *["refused"] * 3]
    assert result.trials[1].why == "No answer: the endpoint answered 500"
    assert result.reason == "the model's endpoint failed 3 times in a row: the endpoint answered 500"


def test_a_candidate_that_was_tried_is_not_tried_again(tmp_path):
    problem = Threshold()
    result = run(tmp_path, problem, Answers(0.5, 0.5, 9))
    assert result.trials[2].why.startswith("This is the candidate of iteration 1 again")
    assert sum(x == 0.5 for x, *_ in problem.queried) == 4  # two working cases, then two more to learn from


def test_an_optimizer_without_news_ends_training_where_nothing_is_left_to_learn_from(tmp_path):
    result = run(tmp_path, Threshold(cases=2), Answers(0, 0))
    assert result.reason == "the optimizer has nothing new to propose and no training case is left unseen"


def test_an_optimizer_sees_no_heldout_case(tmp_path):
    problem, optimizer = Threshold(), Answers(0.5, 9)
    run(tmp_path, problem, optimizer, heldout=6)
    shown = {o.case.split for evidence in optimizer.seen for trial in evidence.trials for o in trial.outcomes}
    assert shown == {"train"}
    assert all(not traced for _, case, traced in problem.queried if case.split == "heldout")


def test_the_evidence_holds_the_best_values_and_all_trials(tmp_path):
    optimizer = Answers(0.5, 0.2, 9)
    run(tmp_path, Threshold(), optimizer)
    last = optimizer.seen[-1]
    assert last.variables == (Variable("x", "number", 0.5),)
    assert [trial.verdict for trial in last.trials] == [Verdict.START, Verdict.ACCEPTED, Verdict.REFUSED]
    assert last.best.candidate.values == {"x": 0.5}


def test_an_existing_run_is_refused(tmp_path):
    run(tmp_path, Threshold(), Answers(9))
    with pytest.raises(RunError, match="exists already"):
        run(tmp_path, Threshold(), Answers(9))


class Stop(Answers):
    def propose(self, evidence, *, sample=0):
        if not self.answers:
            raise KeyboardInterrupt
        return super().propose(evidence, sample=sample)


def test_an_interrupted_run_stays_readable_and_goes_on_without_asking_again(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, Threshold(), Stop(0.2, 0.5), heldout=6)
    events = [json.loads(line)["event"] for line in (tmp_path / "run" / "events.jsonl").read_text().splitlines()]
    assert events == ["start", "trial", "proposal", "trial", "proposal", "trial", "interrupted"]
    assert (tmp_path / "run" / "best.txt").read_text() == "x = 0.5\n"
    second = Answers(9)
    result = run(tmp_path, Threshold(), second, heldout=6, resume=True)
    assert len(second.seen) == 1
    assert verdicts(result) == ["start", "accepted", "accepted", "accepted"]
    whole = train_problem(
        Threshold(), Answers(0.2, 0.5, 9), schedule=Schedule(5, 2, 3, 2), heldout=6, run=tmp_path / "whole"
    )
    assert (result.best, result.heldout, result.env_steps) == (whole.best, whole.heldout, whole.env_steps)


def test_a_run_is_not_gone_on_with_under_other_settings(tmp_path):
    run(tmp_path, Threshold(), Answers(9), settings={"goals": 2})
    with pytest.raises(OptionError, match="was begun with goals 2, found 3"):
        run(tmp_path, Threshold(), Answers(9), settings={"goals": 3}, resume=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("iterations", -1), ("iterations", 100_001), ("goals", 0), ("batch", 2.5), ("retries", -1), ("retries", 10**11)],
)
def test_a_schedule_refuses_what_it_cannot_do(name, value):
    with pytest.raises(OptionError, match=name):
        Schedule(**{name: value})


def test_an_unknown_search_is_named():
    with pytest.raises(UnknownNameError, match="Did you mean greedy"):
        Schedule(search="greed")


def test_more_cases_than_there_are_is_an_error(tmp_path):
    with pytest.raises(OptionError, match="threshold has 6 training cases, found 7"):
        run(tmp_path, Threshold(), Answers(), schedule={"goals": 7})
    with pytest.raises(OptionError, match="6 held-out cases, found 7"):
        run(tmp_path, Threshold(), Answers(), heldout=7)


def test_a_run_speaks_the_words_of_its_problem(tmp_path):
    problem = Threshold()
    problem.words = Words("row", "question", "prompt", ".md")
    result = run(tmp_path, problem, Answers(0.5, 9), heldout=6)
    assert (tmp_path / "run" / "best.md").read_text() == "x = 9\n"
    assert sorted(path.name for path in (tmp_path / "run" / "code").iterdir()) == ["000.md", "001.md", "002.md"]
    assert result.trials[2].why == "solves 2 of 2 training rows, the best so far 1"
    assert read_run(tmp_path / "run").best == result.best
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(card(result))
    shown = console.export_text()
    assert "rows that training never saw" in shown
    assert "questions" in shown
    assert "goal" not in shown
