import numpy as np
import pytest
from toy import PointTask

import robotrace as rt
from robotrace.episodes import Episode, rollout
from robotrace.errors import RunError


@rt.bundle(trainable=True)
def aim(goal):
    """Where to go."""
    return goal


def controller(observation):
    x, y, z = aim(observation["goal_pos"])
    return [x, y, z, 0.0]


def test_an_episode_survives_the_file(tmp_path):
    episode = rollout(controller, PointTask(), goal=3, feedback="hints")
    episode.save(tmp_path / "e.npz")
    back = Episode.load(tmp_path / "e.npz")
    for name in ("actions", "rewards", "successes", "successes_now", "saturated", "hints"):
        assert np.array_equal(getattr(back, name), getattr(episode, name))
    for name in ("task", "case", "seed", "control", "horizon", "lines", "failure", "feedback", "sim_steps", "seconds"):
        assert getattr(back, name) == getattr(episode, name)
    assert np.array_equal(back.observations["goal_pos"], episode.observations["goal_pos"])
    assert [r.operation for r in back.graph.records] == [r.operation for r in episode.graph.records]
    assert back.graph.feedback.keys() == episode.graph.feedback.keys()


def test_a_failed_episode_survives_the_file(tmp_path):
    episode = rollout(lambda o: 1 / 0, PointTask())
    episode.save(tmp_path / "e.npz")
    assert Episode.load(tmp_path / "e.npz").failure == episode.failure


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_episode_is_an_error_that_names_it(tmp_path, content):
    (tmp_path / "e.npz").write_bytes(content)
    with pytest.raises(RunError, match=r"e\.npz is not a readable episode"):
        Episode.load(tmp_path / "e.npz")
