"""Runs as training would have written them, made of literal numbers of successes."""

from robotrace.opto import Candidate, Case, Ledger, Outcome, Proposal, Spend, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter, read_run


def outcomes(split, successes, n, steps=500, last=None, notes=()):
    detail = [{"success_at_end": index < (successes if last is None else last)} for index in range(n)]
    return tuple(
        Outcome(
            Case(split, index),
            success=index < successes,
            score=float(successes),
            feedback="",
            steps=steps,
            detail={**detail[index], **({"notes": list(notes)} if notes else {})},
        )
        for index in range(n)
    )


def write_run(
    path,
    train,
    *,
    n=5,
    heldout=None,
    final=None,
    last=None,
    notes=(),
    task="metaworld/pick-place-v3",
    optimizer="induce",
    feedback="hints",
    model=None,
    tokens=0,
    usd=None,
    reason="all iterations done",
    text="def controller(observation):\n    return [0.0, 0.6, 0.2, -1.0]\n",
    texts=None,
    on_event=lambda event: None,
    **config,
):
    """A run whose candidate of iteration k solved train[k] of n goals; None stands for no candidate.

    Each has the same text, or its own of `texts`.
    The best one solved final[0] of final[1] held-out goals, and `last` of them at the last step, where that is another number.
    """
    folder = RunFolder.create(path)
    config = {"model": model, "control": "macro", "horizon": 50, "seed": 0, "goals": n, **config}
    spend, steps, best, best_at = Spend(), 0, -1, 0
    with RunWriter(folder) as writer:
        on_event(
            writer.start(task=task, optimizer=optimizer, feedback=feedback, context="Pick and place.", config=config)
        )
        for iteration, successes in enumerate(train):
            better = successes is not None and successes > best
            proposal = None
            if iteration:
                cost = Spend(1, tokens, tokens // 5, usd=usd) if model else Spend()
                refusal = "the reply names no parameter" if successes is None else None
                proposal = Proposal({} if refusal else {"controller": "pass"}, spend=cost, refusal=refusal)
                on_event(writer.proposal(TrialId(iteration), proposal))
                spend += cost
            verdict = (Verdict.START if not iteration else Verdict.ACCEPTED) if better else Verdict.REFUSED
            own = texts[iteration] if texts else text
            candidate = None if successes is None else Candidate({"controller": own}, own)
            found = () if successes is None else outcomes("train", successes, n)
            steps += sum(outcome.steps for outcome in found)
            why = "solves more goals" if better else "solves no more goals"
            record = Trial(iteration, verdict, why, proposal, candidate, found)
            on_event(writer.trial(record, ledger=Ledger(spend, steps, 2.0 * (iteration + 1))))
            if better:
                best, best_at = successes, iteration
            if heldout and iteration in heldout:
                writer.heldout(TrialId(iteration), outcomes("heldout", *heldout[iteration]))
        if final is not None:
            tested = outcomes("heldout", *final, last=last, notes=notes)
            writer.heldout(TrialId(best_at), tested, final=True)
            writer.best(texts[best_at] if texts else text)
            total = Ledger(spend, steps + 500 * final[1], 2.0 * len(train) + 9)
            writer.end(reason=reason, best=TrialId(best_at), ledger=total)
    return read_run(folder)
