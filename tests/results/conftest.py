import pytest

from robotrace.opto import Candidate, Case, Ledger, Outcome, Proposal, Spend, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter


def outcomes(split, *flags, score=1.5):
    return tuple(
        Outcome(Case(split, index), success=flag, score=score, feedback="closer", steps=50, seconds=0.25)
        for index, flag in enumerate(flags)
    )


PROPOSAL = Proposal(
    values={"controller": "def controller(observation):\n    return [0.0, 0.6, 0.2, 1.0]"},
    reason="close the gripper",
    prompt="What now?\n",
    reply="Close it.\r\n",
    spend=Spend(calls=1, prompt_tokens=100, completion_tokens=20, usd=0.5),
)


@pytest.fixture
def proposal():
    return PROPOSAL


@pytest.fixture
def written(tmp_path):
    """A whole run: a start, an accepted and a refused proposal, a fresh test, held-out tests, an end."""
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        writer.start(
            task="metaworld/reach-v3",
            optimizer="optoprime",
            feedback="facts",
            context="Reach the goal.",
            config={"model": "gpt-5.2", "goals": 2},
        )
        start = Candidate({"controller": "pass"}, "pass\n")
        writer.trial(
            Trial(0, Verdict.START, "the start", None, start, outcomes("train", False, False)),
            ledger=Ledger(Spend(), 100, 0.5),
        )
        writer.proposal(TrialId(1), PROPOSAL)
        better = Candidate(PROPOSAL.values, "better\r\n")
        writer.trial(
            Trial(1, Verdict.ACCEPTED, "solves 1 more", PROPOSAL, better, outcomes("train", True, False)),
            ledger=Ledger(PROPOSAL.spend, 200, 1.5),
        )
        writer.heldout(TrialId(1), outcomes("heldout", True, False))
        bad = Proposal({}, spend=Spend(1, 200, 0, 64, 0.25), refusal="no values in the reply")
        writer.proposal(TrialId(2), bad)
        writer.trial(
            Trial(2, Verdict.REFUSED, "no values in the reply", bad),
            ledger=Ledger(PROPOSAL.spend + bad.spend, 200, 2.0),
        )
        writer.fresh(
            TrialId(1), outcomes("train", True, True, True)[2:], ledger=Ledger(PROPOSAL.spend + bad.spend, 250, 2.5)
        )
        writer.heldout(TrialId(1), outcomes("heldout", True, True, True, False), final=True)
        writer.best("best\n")
        writer.end(reason="all iterations done", best=TrialId(1), ledger=Ledger(PROPOSAL.spend + bad.spend, 450, 3.5))
    return folder
