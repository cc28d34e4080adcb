"""A run folder in which every text tries to get out of the page."""

from toy_plays import toy_plays

from robotrace.opto import Candidate, Case, Ledger, Outcome, Proposal, Spend, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter, read_run

ATTACKS = (
    "<script>document.title='broken'</script>",
    "</script><script>document.title='broken'</script>",
    "</textarea></pre></title><img src=x onerror=\"document.title='broken'\">",
    "javascript:document.title='broken'",
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31m\x00\u2028<!--<script>",
)
EVIL = "\n".join(ATTACKS)
CODE = f'''def controller(observation):
    """{EVIL}"""
    return [0.0, 0.6, 0.2, -1.0]
'''


def hostile_run(path, n=2):
    """A finished run of n candidates."""
    config = {"model": EVIL, "control": "macro", "horizon": 50, "seed": 0, "goals": 2}
    ledger = Ledger(Spend(1, 10, 2, usd=0.1), 100, 1.0)
    outcomes = tuple(
        Outcome(Case("train", goal), goal == 0, 0.0, EVIL, failure=EVIL if goal else None) for goal in range(2)
    )
    tested = tuple(Outcome(Case("heldout", goal), goal == 0, 0.0, EVIL) for goal in range(4))
    with RunWriter(RunFolder.create(path)) as writer:
        writer.start(task=EVIL, optimizer="optoprime", feedback="facts", context=EVIL, config=config)
        for number in range(n):
            proposal = Proposal(
                {"controller": CODE}, reason=EVIL, prompt=EVIL, reply=EVIL, spend=Spend(1, 10, 2, usd=0.1)
            )
            if number:
                writer.proposal(TrialId(number), proposal)
            verdict = Verdict.ACCEPTED if number else Verdict.START
            text = CODE + f"# {number} {EVIL}\n".replace("\n", " ")
            trial = Trial(
                number, verdict, EVIL, proposal if number else None, Candidate({"controller": CODE}, text), outcomes
            )
            writer.trial(
                trial, ledger=Ledger(Spend(number, 10 * number, 2 * number, usd=0.1 * number), 100, 1.0 + number)
            )
        writer.heldout(TrialId(n - 1), tested, final=True)
        writer.best(CODE)
        writer.end(reason=EVIL, best=TrialId(n - 1), ledger=Ledger(Spend(n, 10 * n, 2 * n, usd=0.1 * n), 100, 9.0 + n))
    return read_run(path), ledger


def hostile_plays(run):
    """Two episodes of the best candidate, a solved one and one whose feedback and line are hostile."""
    return toy_plays(run.best_id, CODE, (8, 1), feedback=EVIL)
