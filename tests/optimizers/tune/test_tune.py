from threading import Thread

import numpy as np
import pytest
from generations import generations, go_on, start

from robotrace.errors import OptionError, ProposalError
from robotrace.optimizers.tune import Tune
from robotrace.optimizers.tune.known import losses, losses_of_generation
from robotrace.opto import Candidate, Case, Declaration, Evidence, Optimizer, Outcome, Trial, Variable, Verdict

pytestmark = pytest.mark.slow

CASES = [Case("train", index) for index in range(2)]


class Numbers:
    """Numbers to be found in a text; the closer, the better, and solved within 0.05."""

    name, context = "numbers", "Find them."

    def __init__(self, text, wanted, *, kind="code", lowest=None):
        self.variables = (Variable("f", kind, text),)
        self.wanted, self.lowest, self.asked = wanted, lowest, 0

    def cases(self, split):
        return CASES

    def candidate(self, values):
        value = values.get("f", self.variables[0].value)
        if self.lowest is not None and self.read(value)[0] < self.lowest:
            raise ProposalError(f"expected at least {self.lowest}")
        return Candidate({"f": value}, str(value))

    def read(self, value):
        return [float(word) for word in str(value).partition("=")[2].split(",")] if isinstance(value, str) else [value]

    def query(self, candidate, case, *, traced=True):
        self.asked += 1
        off = np.abs(np.subtract(self.read(candidate.values["f"]), self.wanted))
        return Outcome(case, bool(off.max() < 0.05), -float(off.sum()), "")


def test_it_finds_the_constants_of_a_text():
    problem = Numbers("x = 0.5, -1.0, 2.0", [0.9, -0.4, 3.1])
    evidence = generations(problem, Tune(), 25, CASES)
    assert evidence.best.successes == 2
    assert problem.read(evidence.best.candidate.text) == pytest.approx([0.9, -0.4, 3.1], abs=0.05)
    assert problem.asked <= 2 * (1 + 25 * 7)


def test_it_finds_whole_numbers_and_keeps_them_whole():
    problem = Numbers("x = 4, 0.5", [9, 0.8])
    evidence = generations(problem, Tune(), 25, CASES)
    assert evidence.best.candidate.text.startswith("x = 9, 0.")
    assert all("." not in trial.candidate.text.partition(",")[0] for trial in evidence.trials)


def test_it_finds_a_trainable_number():
    evidence = generations(Numbers(0.5, [0.8], kind="number"), Tune(), 15, CASES)
    assert evidence.best.candidate.values["f"] == pytest.approx(0.8, abs=0.05)


def test_what_a_constraint_refuses_is_the_worst_and_asks_no_oracle():
    problem = Numbers("x = 0.5, 0.5", [0.3, 0.9], lowest=0.28)
    evidence = generations(problem, Tune(), 20, CASES)
    refused = [trial for trial in evidence.trials if trial.candidate is None]
    assert refused
    assert problem.asked == 2 * (len(evidence.trials) - len(refused))
    assert evidence.best.successes == 2


def test_a_generation_has_4_and_3_ln_n_members_unless_told_otherwise():
    assert Tune().samples(start(Numbers("x = 1.5", [1.0]), CASES)) == 4
    assert Tune().samples(start(Numbers("x = 1.5, 2.5, 3.5", [1.0, 1.0, 1.0]), CASES)) == 7
    assert Tune().samples(start(Numbers("x = " + ", ".join(["1.5"] * 99), [1.0] * 99), CASES)) == 16
    assert Tune(population=5).samples(start(Numbers("x = 1.5", [1.0]), CASES)) == 5


def members(optimizer, evidence):
    return [optimizer.propose(evidence, sample=i).values["f"] for i in range(optimizer.samples(evidence))]


def test_the_same_evidence_gives_the_same_members_to_anyone():
    problem = Numbers("x = 0.5, -1.0, 2.0", [0.9, -0.4, 3.1])
    tune = Tune()
    evidence = generations(problem, tune, 5, CASES)
    again = Evidence(evidence.context, evidence.variables, evidence.trials)
    assert members(tune, evidence) == members(Tune(), again)
    assert members(tune, evidence) != members(Tune(seed=1), again)
    assert len(set(members(tune, evidence))) == 7


def test_a_run_that_is_gone_on_with_takes_the_same_way():
    problem = Numbers("x = 0.5, -1.0, 2.0", [0.9, -0.4, 3.1])
    whole = generations(problem, Tune(), 6, CASES)
    half = generations(problem, Tune(), 3, CASES)
    resumed = generations(problem, Tune(), 3, CASES, evidence=half)
    assert [trial.candidate.text for trial in resumed.trials] == [trial.candidate.text for trial in whole.trials]


def test_members_are_the_same_from_several_threads():
    evidence = generations(Numbers("x = 0.5, -1.0, 2.0", [0.9, -0.4, 3.1]), Tune(), 3, CASES)
    tune, found = Tune(), {}
    threads = [
        Thread(target=lambda i=i: found.update({i: tune.propose(evidence, sample=i).values["f"]})) for i in range(7)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[i] for i in range(7)] == members(Tune(), evidence)


def test_numpy_s_global_generator_is_left_alone():
    evidence = start(Numbers("x = 0.5", [0.9]), CASES)
    before = np.random.get_state()[1].tolist()
    Tune().propose(evidence)
    assert np.random.get_state()[1].tolist() == before


def test_a_generation_that_was_cut_short_is_finished_first():
    problem, tune = Numbers("x = 0.5, -1.0, 2.0", [0.9, -0.4, 3.1]), Tune()
    evidence = start(problem, CASES)
    whole = members(tune, evidence)
    evidence = go_on(problem, evidence, [tune.propose(evidence, sample=i) for i in range(3)], CASES)
    assert members(tune, evidence) == whole[3:]


def test_a_change_of_the_numbers_by_another_hand_begins_a_new_search_there():
    problem, tune = Numbers("x = 0.5, -1.0", [40.0, -1.0]), Tune()
    evidence = generations(problem, tune, 2, CASES)
    other = tune.propose(evidence)
    other = type(other)({"f": "x = 39.0, -1.0"}, "by hand")
    evidence = go_on(problem, evidence, [other], CASES)
    assert "of the search from iteration 3" in tune.propose(evidence).reason
    assert all(abs(problem.read(text)[0] - 39) < 100 for text in members(tune, evidence))
    assert max(problem.read(text)[0] for text in members(tune, evidence)) > 30


def test_a_search_that_has_converged_begins_anew():
    problem = Numbers("x = 0.5", [0.5])
    evidence = generations(problem, Tune(), 40, CASES)
    assert "begun anew" in Tune().propose(evidence).reason


def test_losses_follow_the_order_of_training():
    def tried(*results, failure=None):
        cases = zip(CASES, results, strict=True)
        return [Outcome(case, success, score, "", failure=failure) for case, (success, score) in cases]

    values = losses(
        [
            tried((True, -9e9), (True, -9e9)),
            tried((True, 1e9), (False, 1e9)),
            tried((True, 0.0), (False, 1.0)),
            tried((False, 5.0), (False, 5.0)),
            tried((False, -5.0), (False, float("nan"))),
            (),
        ]
    )
    assert values == sorted(values)
    assert len(set(values)) == 6
    assert losses([tried((False, None), (False, None)), tried((True, None), (False, None))]) == [0.0, -0.5]
    assert losses([tried((True, 1.0), (True, 1.0), failure="broke")]) == [1.0]


def test_members_are_judged_on_the_cases_that_all_were_tried_on():
    few = [Outcome(CASES[0], False, 0.0, "")]
    many = [Outcome(CASES[0], False, 0.0, ""), Outcome(CASES[1], True, 0.0, "")]
    assert losses([few, many]) == [-0.5, -0.5]


def test_who_was_left_behind_in_a_race_comes_after_who_went_on():
    def returned(*scores, failure=None):
        detail = {"solvable": False}
        return [
            Outcome(case, False, score, "", failure=failure, detail=detail)
            for case, score in zip(CASES, scores, strict=False)
        ]

    raced = [returned(5.0, 1.0), returned(9.0), returned(7.0, 0.0), returned(4.0), returned(8.0, failure="broke"), ()]
    found = losses_of_generation(raced)
    assert sorted(range(6), key=lambda place: found[place]) == [2, 0, 1, 3, 4, 5]
    assert found[4] == found[5] > found[3]
    solved = [Outcome(CASES[0], True, 0.0, ""), Outcome(CASES[1], False, 0.0, "")]
    assert losses_of_generation([solved[:1], solved]) == losses([solved[:1], solved])


def test_what_the_best_alone_met_afterwards_does_not_rank_it():
    def met(*scores):
        cases = [Case("train", 0, 0.5), Case("train", 0)]
        return [
            Outcome(case, False, score, "", detail={"solvable": False})
            for case, score in zip(cases, scores, strict=False)
        ]

    behind, best, ahead = losses_of_generation([met(1.0), met(2.0, -5.0), met(3.0)])
    assert ahead < best < behind
    assert losses_of_generation([met(1.0), (), met(3.0)])[1] > behind


def test_nothing_to_tune_says_what_would_be():
    evidence = start(Numbers("x = 1", [1.0]), CASES)
    assert Tune().samples(evidence) == 1
    with pytest.raises(OptionError) as caught:
        Tune().propose(evidence)
    assert str(caught.value).startswith(
        "tune finds no number to tune in the trainable parts: f. It tunes numbers with a"
    )


def test_a_text_that_cannot_be_read_is_a_refusal():
    variable = Variable("f", "code", "x = (0.5")
    trial = Trial(0, Verdict.START, "", None, Candidate({"f": "x = (0.5"}, ""))
    evidence = Evidence("", (variable,), (trial,), 1)
    assert Tune().samples(evidence) == 1
    assert "The text of 'f' cannot be cut into Python's tokens" in Tune().propose(evidence).refusal


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"population": 3}, "population must be 4 or more members, found 3."),
        ({"sigma": 0.0}, "sigma must be above 0 and at most 1, found 0.0."),
        ({"seed": -1}, "seed must be 0 or more, found -1."),
    ],
)
def test_options_that_cannot_be(options, words):
    with pytest.raises(OptionError, match=words):
        Tune(**options)


def test_it_is_an_optimizer_that_needs_no_trace():
    assert isinstance(Tune(), Optimizer)
    said = Declaration.of(Tune(population=8, seed=3))
    assert (said.feedback, said.needs_trace, said.model, said.asks_a_model) == ("score", False, None, False)
    assert said.options == {"population": 8, "sigma": 0.3, "seed": 3}
    assert Declaration.of(Tune()).options == {"population": None, "sigma": 0.3, "seed": 0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "tune finds no number to tune in the trainable parts: f"),
        ("x = (1.5", "tune cannot begin with this controller: "),
    ],
)
def test_what_cannot_be_searched_is_refused_before_anything_runs(text, words):
    with pytest.raises(OptionError, match=words):
        Tune().check([Variable("f", "code", text)])
    Tune().check([Variable("f", "code", "x = 1.5")])


def test_one_whole_number_alone_is_searched():
    evidence = generations(Numbers("x = 4", [9]), Tune(), 20, CASES)
    assert evidence.best.candidate.text == "x = 9"


class Whole:
    """Two whole numbers within bounds, to be found; the closer, the better."""

    name, context = "whole", "Find them."

    def __init__(self, start, wanted, bounds):
        self.variables = tuple(Variable(f"x{at}", "number", it, bounds=bounds) for at, it in enumerate(start))
        self.wanted, self.bounds = wanted, bounds

    def candidate(self, values):
        values = {it.name: values.get(it.name, it.value) for it in self.variables}
        if any(not isinstance(it, int) or not self.bounds[0] <= it <= self.bounds[1] for it in values.values()):
            raise ProposalError(f"expected whole numbers within {self.bounds}, found {values}")
        return Candidate(values, str(values))

    def query(self, candidate, case, *, traced=True):
        away = sum(abs(it - wanted) for it, wanted in zip(candidate.values.values(), self.wanted, strict=True))
        return Outcome(case, False, -float(away), "", detail={"solvable": False})


@pytest.mark.parametrize(("bounds", "wanted"), [((15, 90), (23, 15)), ((0, 200), (150, 17)), ((1.5, 40.5), (40, 2))])
def test_whole_numbers_are_gone_on_with_and_none_is_refused_or_asked_for_again(bounds, wanted):
    evidence = generations(Whole((15, 15), wanted, bounds), Tune(), 40, CASES[:1])
    assert all(trial.outcomes for trial in evidence.trials)
    assert evidence.trials[-1].iteration == 40
    assert tuple(evidence.best.candidate.values.values()) == wanted


def test_all_of_a_small_space_of_whole_numbers_is_tried():
    evidence = generations(Whole((1, 1), (3, 2), (1, 3)), Tune(), 12, CASES[:1])
    tried = {trial.candidate.text for trial in evidence.trials if trial.candidate is not None}
    assert len(tried) == 9


@pytest.mark.parametrize(("text", "wanted"), [("x = 2", 7), ("x = 2.0", 7.9), ("x = -3", -12), ("x = 0.5", -0.9)])
@pytest.mark.parametrize("seed", range(3))
def test_a_single_number_is_searched_however_far_it_has_to_go(text, wanted, seed):
    problem = Numbers(text, [wanted])
    evidence = generations(problem, Tune(seed=seed), 40, CASES)
    assert problem.read(evidence.best.candidate.text)[0] == pytest.approx(wanted, abs=0.1)


def test_a_single_label_that_changes_nothing_is_searched_without_end():
    evidence = generations(
        Numbers("x = 2", [9]), Tune(), 40, CASES, ask=lambda candidate: (Outcome(CASES[0], False, 1.0, ""),)
    )
    assert evidence.best.candidate.text == "x = 2"
