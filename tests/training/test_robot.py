import pytest
from toy import PointTask

from robotrace import train
from robotrace.errors import OptionError


class Counting(PointTask):
    """Counts the held-out episodes that begin."""

    begun = 0

    def reset(self, goal, split="train"):
        self.begun += split == "heldout"
        return super().reset(goal, split)


@pytest.mark.parametrize(("until", "known"), [("success", False), ("horizon", True)])
def test_heldout_goals_are_played_once_as_far_as_is_asked(tmp_path, until, known):
    task = Counting()
    run = train(
        "blank",
        task,
        optimizer="induce",
        iterations=2,
        goals=2,
        heldout=3,
        heldout_until=until,
        run=tmp_path / "r",
        trust=True,
    )
    tested = run.tested[run.best_id]
    assert (task.begun, run.heldout.successes, run.config["heldout_until"]) == (3, 3, until)
    assert all((it.detail["actions"] == task.horizon) is known for it in tested)


def test_heldout_until_is_checked_before_anything_runs(tmp_path):
    with pytest.raises(OptionError, match="Unknown heldout_until='end'; expected 'success' or 'horizon'"):
        train("blank", PointTask(), heldout_until="end", run=tmp_path / "r")
    with pytest.raises(OptionError, match="heldout_until goes with a robot's task"):
        train(len, data=[1], metric=len, heldout_until="horizon", run=tmp_path / "r")
    assert not list(tmp_path.iterdir())
