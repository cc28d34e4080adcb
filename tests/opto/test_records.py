from __future__ import annotations

from dataclasses import replace

from robotrace.opto import Case, Outcome, Proposal, Spend, Status, Trial, Verdict


def test_what_was_spent_adds_up():
    total = Spend(1, 100, 20, 60, 0.25) + Spend(2, 10, 5, 0, 0.5)
    assert total == Spend(3, 110, 25, 60, 0.75)
    assert total.tokens == 135


def test_nothing_spent_costs_nothing():
    assert Spend() == Spend(0, 0, 0, 0, 0.0)
    assert Spend() + Spend(1, 2, 3, 4, 0.5) == Spend(1, 2, 3, 4, 0.5)


def test_a_sum_with_an_unknown_price_is_unknown():
    assert (Spend(1, usd=0.5) + Spend(1, usd=None)).usd is None
    assert (Spend(1, usd=None) + Spend(1, usd=0.5)).usd is None
    assert sum([Spend(1, usd=None), Spend(1, usd=None)], Spend()) == Spend(2, usd=None)


def test_a_proposal_says_what_it_is():
    assert Proposal({"x": 1}).status == "values"
    assert Proposal({}, refusal="no fence").status == "refused"
    assert replace(Proposal({"x": 1}), values={}, refusal="it raises").status == "refused"
    none = Proposal.unanswered("the endpoint is down")
    assert (none.status, none.refusal, none.values) == ("no answer", "No answer: the endpoint is down", {})
    assert replace(none, prompt="?").status is Status.NO_ANSWER


def test_a_trial_s_score_is_the_mean_of_those_that_were_counted():
    def trial(*scores):
        outcomes = tuple(Outcome(Case("train", i), False, score, "") for i, score in enumerate(scores))
        return Trial(1, Verdict.REFUSED, "", outcomes=outcomes)

    assert trial(1.0, 2.0).score == 1.5
    assert trial(None, 2.0).score == 2.0
    assert trial(None, None).score is None
    assert trial().score is None
