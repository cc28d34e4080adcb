"""Training with workers is training without them."""

import pytest
from pools import point_task

from robotrace.training import train


@pytest.mark.parametrize("workers", [2])
def test_a_run_is_the_same_with_any_number_of_workers(tmp_path, workers):
    options = {"optimizer": "induce", "iterations": 4, "goals": 3, "confirm": 4, "heldout": 6}
    alone = train("blank", point_task(), run=tmp_path / "alone", **options)
    together = train("blank", point_task(), run=tmp_path / "together", workers=workers, **options)
    assert (together.heldout, together.reason, together.env_steps) == (alone.heldout, alone.reason, alone.env_steps)
    assert alone.heldout.n == 6
    texts = [[trial.candidate and trial.candidate.text for trial in run.trials] for run in (alone, together)]
    assert texts[0] == texts[1]
    assert (tmp_path / "alone/best.py").read_text() == (tmp_path / "together/best.py").read_text()
