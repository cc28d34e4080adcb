import pytest

from robotrace.opto import Case, Ledger, Outcome, Spend, TrialId
from robotrace.results import events
from robotrace.tracking.figures import figures_of

SOLVED, MISSED = (
    Outcome(Case("heldout", n), n == 0, 0.5 * n, "words", failure=None if n == 0 else "late") for n in (0, 1)
)


def test_success_has_its_interval_and_scores_their_mean():
    assert figures_of(events.heldout(TrialId(2), [SOLVED, MISSED], final=True)) == pytest.approx(
        {
            "heldout/success": 0.5,
            "heldout/success_low": 0.0945312,
            "heldout/success_high": 0.9054688,
            "heldout/score": 0.25,
            "heldout/failures": 1.0,
        }
    )


def test_what_nobody_calls_solved_has_a_score_alone():
    alone = Outcome(Case("train", 0), False, -3.0, "words", detail={"solvable": False})
    assert figures_of(events.fresh(TrialId(0), [alone], ledger=Ledger(Spend(calls=2, usd=None), 7, 1.5))) == {
        "fresh/score": -3.0,
        "fresh/failures": 0.0,
        "used/calls": 2.0,
        "used/prompt_tokens": 0.0,
        "used/completion_tokens": 0.0,
        "used/cached_tokens": 0.0,
        "used/env_steps": 7.0,
        "used/student_calls": 0.0,
        "used/student_tokens": 0.0,
        "used/seconds": 1.5,
    }


def test_a_beginning_and_a_query_measure_nothing():
    begun = events.start(task="t", optimizer="o", feedback=None, context="", config={})
    assert figures_of(begun) == {}
    assert figures_of({"event": "query", "split": "train", "done": 0, "of": 5}) == {}
