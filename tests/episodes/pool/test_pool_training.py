"""Training with workers is training without them."""

import pytest
from pools import GOOD, assert_same, plain, point_task

from robotrace.opto import Proposal, Spend
from robotrace.training import train

pytestmark = pytest.mark.slow


def test_a_run_is_the_same_with_any_number_of_workers(tmp_path):
    options = {"optimizer": "induce", "iterations": 3, "goals": 2, "confirm": 2, "heldout": 3}
    alone = train("blank", point_task(), run=tmp_path / "alone", **options)
    together = train("blank", point_task(), run=tmp_path / "together", workers=2, **options)
    assert (together.heldout, together.reason, together.env_steps) == (alone.heldout, alone.reason, alone.env_steps)
    assert alone.heldout.n == 3
    texts = [[trial.candidate and trial.candidate.text for trial in run.trials] for run in (alone, together)]
    assert texts[0] == texts[1]
    assert (tmp_path / "alone/best.py").read_text() == (tmp_path / "together/best.py").read_text()


class Halves:
    """A stand-in for a language model: its samples go different parts of the way, one of them fails."""

    name, model, settings = "halves", "m", {}

    def samples(self, evidence):
        return 2

    def propose(self, evidence, *, sample=0):
        part = 0.1 * (len(evidence.trials) + sample)
        text = GOOD.replace("[x, y,", f"[{part} * x, {part} * y,").replace(
            "goal_pos", "goal" if sample == 1 else "goal_pos"
        )
        return Proposal({"controller": text}, spend=Spend(1, 10, 1))


def test_samples_are_the_same_with_any_number_of_workers(tmp_path):
    options = {"iterations": 2, "goals": 2, "heldout": 3}
    alone = train("blank", point_task(), optimizer=Halves(), run=tmp_path / "alone", **options)
    together = train("blank", point_task(), optimizer=Halves(), run=tmp_path / "together", workers=2, **options)
    assert [(trial.id, trial.why) for trial in together.trials] == [(trial.id, trial.why) for trial in alone.trials]
    assert len(alone.trials) == 7
    assert_same(
        [plain(o) for trial in together.trials for o in trial.outcomes],
        [plain(o) for trial in alone.trials for o in trial.outcomes],
    )
    assert (together.heldout, together.env_steps, together.calls) == (alone.heldout, alone.env_steps, alone.calls)
    assert (tmp_path / "alone/best.py").read_bytes() == (tmp_path / "together/best.py").read_bytes()
