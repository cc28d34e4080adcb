"""One form of an episode, for pools and files alike."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from pools import assert_same, plain
from toy import PointTask

import robotrace as rt
from robotrace.episodes import Episode, rollout
from robotrace.episodes.plain import from_plain, to_plain
from robotrace.opto import codec


@rt.bundle(trainable=True)
def aim(goal):
    """Where to go."""
    return goal


def controller(observation):
    x, y, z = aim(observation["goal_pos"])
    return [x, y, z, 0.0]


@pytest.fixture
def episode():
    return rollout(controller, PointTask(), goal=3, feedback="hints")


def test_an_episode_comes_back_whole_its_trace_included(episode):
    back = from_plain(codec.decode(json.loads(json.dumps(codec.encode(to_plain(episode, traced=True))))))
    assert_same(plain(back), plain(episode))
    assert (back.seconds, back.policy_seconds) == (episode.seconds, episode.policy_seconds)


def test_a_failed_episode_comes_back_too():
    episode = rollout(lambda o: 1 / 0, PointTask())
    assert from_plain(to_plain(episode)).failure == episode.failure


def test_every_field_of_an_episode_is_in_its_form_but_the_live_nodes(episode):
    assert set(to_plain(episode)) == {item.name for item in fields(Episode)} - {"outputs"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("task", 3, "task: expected str, found int 3"),
        ("seed", True, "seed: expected int, found bool True"),
        ("case", ["train"], r"case: expected list, found list \['train'\]"),
        ("case", ["secret", 0], "case: expected list"),
        ("actions", [[0.0]], "actions: expected an array of float64, found list"),
        ("actions", np.zeros((8, 4), dtype=np.float32), "actions: expected an array of float64, found an array of float32"),
        ("actions", np.zeros(8), r"actions: expected the shape \(T, A\), found \(8,\)"),
        ("actions", np.zeros((2, 4)), r"rewards: expected the shape \(2,\), found"),
        ("successes", np.zeros(8), "successes: expected an array of bool"),
        ("touching", "much", "touching: expected list, found str 'much'"),
        ("touching", [[["the hand"]]], r"touching: expected two names a touch, found list \['the hand'\]"),
        ("touching", [[]], "touching: expected .* actions, or none, found 1"),
        ("hints", np.zeros((1, 4)), r"hints: expected the shape .* found \(1, 4\)"),
        ("observations", {"hand_pos": np.zeros((2, 3))}, "observations: expected .* rows of 'hand_pos', found"),
        ("observations", {"hand_pos": np.array([None])}, "observations: expected an array of numbers for 'hand_pos', or texts"),
        ("observations", {"task": ["x"]}, r"observations: expected \d+ rows of 'task', found"),
        ("observations", {1: np.zeros(9)}, "observations: expected dict, found dict"),
        ("lines", {"aim": [1, "2"]}, "lines: expected a list of line numbers"),
        ("lines", {"aim": [1]}, "lines: expected .* of 'aim', found 1"),
        ("failure", {"kind": "exception"}, "failure: expected dict"),
        ("failure", {"kind": "bad luck", "message": "", "timestep": 0, "line": None}, "'bad luck' is not a valid FailureKind"),
        ("graph", [{"name": "observation"}], "graph: "),
        ("solved_reward", "much", "solved_reward: expected int or float or NoneType, found str 'much'"),
        ("colour", 1, "expected the fields of an episode, found colour amiss"),
    ],
)  # fmt: skip
def test_what_is_no_episode_is_refused_with_the_field_that_is_wrong(episode, name, value, words):
    with pytest.raises(ValueError, match=words):
        from_plain(to_plain(episode) | {name: value})


def test_what_touched_what_comes_back_and_files_of_before_lack_it(episode):
    assert episode.touching == ()
    touches = ((("the hand", "puck_pos"),), *[()] * (len(episode) - 1))
    body = codec.decode(json.loads(json.dumps(codec.encode(to_plain(replace(episode, touching=touches))))))
    assert from_plain(body).touching == touches
    del body["touching"]
    assert from_plain(body).touching == ()


def test_a_field_that_is_missing_is_named(episode):
    body = to_plain(episode)
    del body["rewards"]
    with pytest.raises(ValueError, match="found rewards amiss"):
        from_plain(body)
