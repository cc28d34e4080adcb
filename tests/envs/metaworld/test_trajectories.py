"""The quicker simulators beside stock Meta-World along whole trajectories: the same bits and types, information included."""

import numpy as np
import pytest
from robotrace.envs.metaworld import NAMES, draw_goals
from robotrace.envs.metaworld.experts import Expert
from robotrace.envs.metaworld.fast import quick, stock

pytestmark = pytest.mark.slow

STATE = ("qpos", "qvel", "qacc_warmstart", "efc_force", "xpos", "site_xpos")


class Pair:
    """A task's quicker simulator and Meta-World's own, which are asked the same."""

    def __init__(self, name, version="v2"):
        self.both = [make(name)(reward_function_version=version) for make in (quick, stock)]
        self.expert = Expert(name)
        self.seen = None

    def reset(self, goal):
        for env in self.both:
            env.set_task(goal)
        (ours, _), (theirs, _) = (env.reset() for env in self.both)
        assert bits(ours) == bits(theirs)
        self.seen = ours

    def step(self, action):
        ours, theirs = (env.step(action) for env in self.both)
        assert bits(ours[0]) == bits(theirs[0])
        assert bits(ours[1]) == bits(theirs[1])
        assert ours[2:4] == theirs[2:4]
        assert list(ours[4]) == list(theirs[4])
        assert {key: bits(value) for key, value in ours[4].items()} == {
            key: bits(value) for key, value in theirs[4].items()
        }
        for part in STATE:
            assert bits(getattr(self.both[0].data, part)) == bits(getattr(self.both[1].data, part))
        self.seen = ours[0]
        return ours[4]

    def follow(self, steps, *, astray=0.0, dtype=np.float64):
        """Go the expert's way, with some actions that are not the expert's."""
        generator = np.random.default_rng(steps)
        infos = []
        for _ in range(steps):
            action = self.expert.delta(self.seen)
            if generator.random() < astray:
                action = generator.uniform(-1.5, 1.5, 4)
            infos.append(self.step(action.astype(dtype)))
        return infos


def bits(value):
    return type(value), np.asarray(value).dtype, np.asarray(value).tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_observations_rewards_and_information_are_meta_worlds(name):
    one, other = draw_goals(name, 3)[7], draw_goals(name, 11)[31]
    pair = Pair(name)
    pair.reset(one)
    pair.follow(100)
    pair.reset(other)
    pair.follow(60, astray=0.3, dtype=np.float32)
    pair.reset(one)
    pair.follow(30, astray=0.5)
    pair = Pair(name, "v1")
    pair.reset(other)
    pair.follow(40, astray=0.1)


@pytest.mark.parametrize("name", ["pick-place-v3", "push-v3", "hand-insert-v3", "stick-pull-v3"])
def test_fingers_press_on_a_thing_where_meta_worlds_do(name):
    pair, pressed = Pair(name), []
    pair.reset(draw_goals(name, 3)[0])
    for _ in range(110):
        pair.follow(1)
        ours, theirs = (env.touching_main_object for env in pair.both)
        assert ours == theirs
        pressed.append(ours)
    assert set(pressed) == {False, True}


def test_a_robot_that_was_moved_by_hand_is_where_it_was_moved_to():
    pair = Pair("door-open-v3")
    pair.reset(draw_goals("door-open-v3", 0)[0])
    pair.follow(5)
    for env in pair.both:
        env.data.qpos[:3] += 0.05
    pair.follow(5)
    for env in pair.both:
        env.data.qvel[:] = 0.0
    pair.follow(5)


def test_without_the_short_first_step_it_is_the_same():
    pair = Pair("push-v3")
    pair.both[0]._views.target_body = None
    pair.reset(draw_goals("push-v3", 0)[0])
    pair.follow(40, astray=0.2)
