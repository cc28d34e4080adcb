"""A training loop in twenty lines: asks for all samples of an iteration, tries them on every case, keeps the best."""

from dataclasses import replace

from robotrace.errors import ProposalError
from robotrace.opto import Evidence, Trial, Verdict
from robotrace.training.acceptance import compare


def start(problem, cases, *, ask=None):
    """The evidence of the starting candidate."""
    ask = ask or (lambda candidate: tuple(problem.query(candidate, case, traced=False) for case in cases))
    candidate = problem.candidate({})
    first = Trial(0, Verdict.START, "the start", None, candidate, ask(candidate))
    return Evidence(problem.context, problem.variables, (first,), 1)


def go_on(problem, evidence, proposals, cases, *, ask=None):
    """The evidence after one more iteration with these proposals."""
    ask = ask or (lambda candidate: tuple(problem.query(candidate, case, traced=False) for case in cases))
    iteration = evidence.trials[-1].iteration + 1
    trials, best = list(evidence.trials), evidence.best
    for proposal in proposals:
        try:
            if proposal.refusal is not None:
                raise ProposalError(proposal.refusal)
            candidate = problem.candidate({**best.candidate.values, **proposal.values})
            if any(trial.candidate is not None and trial.candidate.text == candidate.text for trial in trials):
                raise ProposalError("again")
        except ProposalError as error:
            trials.append(Trial(iteration, Verdict.REFUSED, str(error), proposal))
            continue
        outcomes = ask(candidate)
        better, why = compare(outcomes, best.outcomes)
        verdict = Verdict.ACCEPTED if better else Verdict.REFUSED
        trials.append(Trial(iteration, verdict, why, proposal, candidate, outcomes))
        best = trials[-1] if better else best
    values = best.candidate.values
    variables = tuple(replace(v, value=values.get(v.name, v.value)) for v in evidence.variables)
    return Evidence(evidence.context, variables, tuple(trials), iteration + 1)


def generations(problem, optimizer, count, cases, *, ask=None, evidence=None):
    """The evidence after so many iterations."""
    evidence = evidence or start(problem, cases, ask=ask)
    for _ in range(count):
        proposals = [optimizer.propose(evidence, sample=i) for i in range(optimizer.samples(evidence))]
        evidence = go_on(problem, evidence, proposals, cases, ask=ask)
    return evidence
