import json

from robotrace.opto import Candidate, Case, Ledger, Outcome, Proposal, Spend, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter, read_run

CODE = Candidate({"controller": "pass"}, "pass\n")


def outcomes(split, first, *flags):
    return tuple(
        Outcome(Case(split, first + k), success=flag, score=0.0, feedback="", steps=10, seconds=0.5)
        for k, flag in enumerate(flags)
    )


def written(path, *, end=True, totals=False):
    """A start; an accepted candidate that meets fresh cases; an answer that was paid for and not tried; a held-out test.

    Without totals as runs were written before fresh cases came with them.
    """
    spend = Spend(1, 100, 20, usd=0.5)
    with RunWriter(RunFolder.create(path)) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="", config={})
        tried = outcomes("train", 0, False, False)
        writer.trial(Trial(0, Verdict.START, "", None, CODE, tried), ledger=Ledger(Spend(), 20, 1.0))
        writer.proposal(TrialId(1), Proposal({"controller": "pass"}, spend=spend))
        tried = outcomes("train", 0, True, True)
        writer.trial(Trial(1, Verdict.ACCEPTED, "", None, CODE, tried), ledger=Ledger(spend, 40, 2.0))
        writer.fresh(TrialId(1), outcomes("train", 2, True, False, True), ledger=Ledger(spend, 70, 3.0))
        writer.proposal(TrialId(2), Proposal({}, spend=spend, refusal="no"))
        writer.heldout(TrialId(1), outcomes("heldout", 0, True), final=True)
        if end:
            writer.end(reason="stopped", best=TrialId(1), ledger=Ledger(spend + spend, 70, 9.0))
    if not totals:
        events = [json.loads(line) for line in (path / "events.jsonl").read_text().splitlines()]
        old = [{k: v for k, v in event.items() if event["event"] != "fresh" or k != "ledger"} for event in events]
        (path / "events.jsonl").write_text("".join(f"{json.dumps(event)}\n" for event in old))
    return read_run(path)


def test_each_measurement_says_how_far_the_run_was(tmp_path):
    run = written(tmp_path / "run")
    assert [(one.kind, one.trial.iteration, one.iteration, len(one.outcomes)) for one in run.measurements] == [
        ("trial", 0, 0, 2),
        ("trial", 1, 1, 2),
        ("fresh", 1, 1, 3),
        ("heldout", 1, 1, 1),
    ]
    assert [(one.ledger.calls, one.ledger.env_steps) for one in run.measurements] == [
        (0, 20),
        (1, 40),
        (1, 70),
        (2, 70),
    ]


def test_seconds_that_were_not_recorded_are_never_too_early(tmp_path):
    assert [one.ledger.seconds for one in written(tmp_path / "a").measurements] == [1.0, 2.0, 9.0, 9.0]
    assert [one.ledger.seconds for one in written(tmp_path / "b", end=False).measurements] == [1.0, 2.0, 3.5, 4.0]
    assert [one.ledger.seconds for one in written(tmp_path / "c", totals=True).measurements] == [1.0, 2.0, 3.0, 9.0]
