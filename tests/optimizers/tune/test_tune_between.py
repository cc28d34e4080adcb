import pytest
from generations import go_on, start

from robotrace.errors import OptionError
from robotrace.optimizers import Induce, Tune, TunedBetween
from robotrace.opto import Candidate, Case, Declaration, Evidence, Optimizer, Outcome, Proposal, Variable

CASES = [Case("train", 0)]


class Slope:
    """The text's number is the score."""

    name, context = "slope", "Make it large."
    variables = (Variable("f", "code", "x = 0.5"),)

    def candidate(self, values):
        text = values.get("f", "x = 0.5")
        return Candidate({"f": text}, text)

    def query(self, candidate, case, *, traced=True):
        return Outcome(case, False, float(candidate.text.split()[-1]), "")


class Writer:
    """Writes what it was given, one answer an iteration, and remembers what it was shown."""

    name, model = "writer", "some-model"

    def __init__(self, *answers):
        self.options = {"memory": 5}
        self.answers, self.shown = list(answers), []

    def samples(self, evidence):
        return 2

    def propose(self, evidence, *, sample=0):
        self.shown.append(evidence)
        text = self.answers[min(len(self.shown), len(self.answers)) - 1]
        return Proposal({"f": text}, reason="Generation 1, I say", prompt="?", reply=text)


def go(optimizer, evidence):
    return go_on(Slope(), evidence, [optimizer.propose(evidence, sample=0)], CASES)


def test_it_says_who_takes_turns():
    both = TunedBetween(Writer(), every=2)
    assert isinstance(both, Optimizer)
    assert (both.name, both.model) == ("writer+tune", "some-model")
    said = Declaration.of(both)
    assert said.options == {
        "tune_every": 2,
        "tune_generations": 3,
        "optimizer": {"memory": 5},
        "tune": {"population": None, "sigma": 0.3, "seed": 0},
    }
    assert (said.feedback, said.needs_trace, said.asks_a_model) == ("facts", True, True)
    assert Declaration.of(TunedBetween(Induce(), every=1)).feedback == "hints"


def test_after_every_k_iterations_come_g_generations():
    writer = Writer("x = 0.6")
    both = TunedBetween(writer, every=2, generations=3)
    evidence, turns = start(Slope(), CASES), []
    for _ in range(10):
        turns.append(both.samples(evidence))
        evidence = go(both, evidence)
    assert turns[:2] == [2, 2]
    assert all(turn in (1, 2, 3, 4) for turn in turns)
    by = ["model" if trial.proposal.prompt else "tune" for trial in evidence.trials[1:]]
    assert by == ["model", "model", "tune", "tune", "tune"] * 2


def test_a_refusal_that_goes_back_within_the_round_goes_to_whoever_made_it():
    both = TunedBetween(Writer("x = 0.5"), every=1)
    evidence = start(Slope(), CASES)
    refused = go(both, evidence)
    again = Evidence(refused.context, refused.variables, refused.trials, iteration=1)
    assert both.propose(again).prompt == "?"
    assert both.propose(refused).prompt == ""


def test_the_other_is_asked_where_there_is_nothing_to_tune():
    both = TunedBetween(Writer("x = a + 1", "x = (1"), every=1)
    variables = (Variable("f", "code", "x = 1"),)
    for text in ("x = 1", "x = (1.5"):
        shown = Evidence("", (Variable("f", "code", text),), start(Slope(), CASES).trials, 2)
        assert both.propose(shown).prompt == "?"
    assert variables[0].value == "x = 1"


def test_the_other_is_shown_what_the_search_made_better_and_not_the_rest():
    writer = Writer("x = 0.6")
    both = TunedBetween(writer, every=1, generations=2)
    evidence = go(both, start(Slope(), CASES))
    for _ in range(2):
        proposals = [both.propose(evidence, sample=i) for i in range(both.samples(evidence))]
        evidence = go_on(Slope(), evidence, proposals, CASES)
    go(both, evidence)
    shown = writer.shown[-1]
    assert len(shown.trials) < len(evidence.trials)
    assert shown.best == evidence.best
    assert [trial.verdict.value for trial in shown.trials] == ["start"] + ["accepted"] * (len(shown.trials) - 1)


def test_a_model_s_trial_is_shown_whatever_it_says_of_itself():
    writer = Writer("x = 0.4")
    both = TunedBetween(writer, every=2)
    go(both, go(both, start(Slope(), CASES)))
    assert [trial.proposal and trial.proposal.prompt for trial in writer.shown[-1].trials] == [None, "?"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: TunedBetween(Writer(), every=0), "every must be 1 or more, found 0."),
        (lambda: TunedBetween(Writer(), every=1, generations=0), "generations must be 1 or more, found 0."),
        (
            lambda: TunedBetween(Tune(), every=1),
            "tune searches already; expected an optimizer that writes the structure.",
        ),
    ],
)
def test_options_that_cannot_be(make, words):
    with pytest.raises(OptionError, match=words):
        make()


def test_the_other_may_refuse_what_it_cannot_train():
    class Picky(Writer):
        def check(self, variables):
            raise OptionError(f"{variables[0].name} is not for me")

    with pytest.raises(OptionError, match="f is not for me"):
        TunedBetween(Picky(), every=1).check(Slope.variables)
    TunedBetween(Writer(), every=1).check(Slope.variables)
