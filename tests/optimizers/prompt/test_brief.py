"""Feedback in few characters."""

from robotrace.optimizers.prompt.brief import briefly


def test_whole_lines_give_way_and_how_it_ended_stays():
    text = "Not solved. Return 3.68.\nThe gripper was open for long.\nhand stood still at (0.069, 0.653).\nReward: 0.07 at the end."
    assert briefly(text, 90) == (
        "Not solved. Return 3.68. hand stood still at (0.069, 0.653). Reward: 0.07 at the end. (1 more line left out)"
    )
    assert briefly(text, 900) == text.replace("\n", " ")
