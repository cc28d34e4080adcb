import numpy as np
import pytest
from toy import PointTask

import robotrace as rt
from robotrace.episodes import rollout
from robotrace.errors import OptionError, TraceError, UnknownNameError


def straight(observation):
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]


def test_an_episode_ends_at_its_first_success():
    episode = rollout(straight, PointTask(), goal=0, traced=False)
    assert episode.success
    assert episode.successes.tolist() == [False] * (len(episode) - 1) + [True]
    assert episode.observations["hand_pos"].shape == (len(episode) + 1, 3)
    assert episode.actions.shape == (len(episode), 4)
    assert episode.sim_steps == 10 * len(episode)


def test_an_episode_goes_on_to_the_horizon_when_asked():
    episode = rollout(straight, PointTask(), until="horizon", traced=False)
    assert len(episode) == 8
    assert episode.success_at_end


def test_traced_and_untraced_rollouts_are_the_same_bit_for_bit():
    task = PointTask()
    traced, untraced = rollout(straight, task), rollout(straight, task, traced=False)
    assert np.array_equal(traced.actions, untraced.actions)
    assert np.array_equal(traced.rewards, untraced.rewards)
    assert (untraced.graph, untraced.hints, untraced.feedback) == (None, None, "")


def test_the_feedback_is_the_tasks_own_words():
    assert rollout(straight, PointTask(), feedback="score").feedback.startswith("score: solved in")


def test_hints_are_the_experts_actions_at_each_timestep():
    task = PointTask()
    episode = rollout(lambda o: [0, 0, 0, 0], task, goal=2, feedback="hints")
    goal = episode.observations["goal_pos"][0]
    assert episode.hints.shape == (8, 4)
    assert np.array_equal(episode.hints[5], [*goal, 0.0])


@rt.bundle(trainable=True)
def stepwise(observation):
    """Go to the goal, x first."""
    hand, goal = observation["hand_pos"], observation["goal_pos"]
    if abs(goal[0] - hand[0]) > 0.01:
        return [goal[0], 0, 0, 0]
    return [goal[0], goal[1], goal[2], 0]


def test_the_line_that_each_timestep_returned_from_is_recorded():
    episode = rollout(stepwise, PointTask(), goal=0, until="horizon")
    lines = episode.lines["stepwise"]
    assert set(lines) == {5, 6}
    assert list(lines) == sorted(lines)


def test_backward_brings_the_episode_to_the_parameters():
    stepwise.parameter.zero_feedback()
    episode = rollout(stepwise, PointTask(), goal=0)
    episode.backward()
    (graph,) = stepwise.parameter.graphs
    assert [words for marks in graph.feedback.values() for words in marks] == [episode.feedback]
    assert [r.operation for r in graph.records if r.kind == "call"] == ["stepwise", "step"] * len(episode)
    assert [r.note["t"] for r in graph.records if r.operation == "step"] == list(range(len(episode)))


def test_backward_takes_other_words():
    stepwise.parameter.zero_feedback()
    rollout(stepwise, PointTask(), goal=0).backward("too slow")
    assert list(stepwise.parameter.graphs[0].feedback.values()) == [("too slow",)]


def test_backward_scores_the_end_of_an_episode_by_its_return_or_as_it_is_told():
    stepwise.parameter.zero_feedback()
    episode = rollout(stepwise, PointTask(), goal=0)
    episode.backward()
    episode.backward(score=0.25)
    first, second = (list(graph.scores.values()) for graph in stepwise.parameter.graphs)
    assert first == [(pytest.approx(episode.episode_return),)]
    assert second == [(0.25,)]


def test_at_level_hints_each_action_carries_its_hint():
    episode = rollout(stepwise, PointTask(), goal=0, feedback="hints")
    hinted = [r for r in episode.graph.records if r.operation == "stepwise"]
    found = [episode.graph.feedback[r.id][0] for r in hinted]
    assert np.array_equal(found, episode.hints)


def test_a_controller_that_raises_is_a_failed_episode_with_its_line():
    @rt.bundle(trainable=True)
    def fragile(observation):
        goal = observation["goal_pos"]
        return goal[7]

    episode = rollout(fragile, PointTask())
    assert (episode.failure.kind, episode.failure.timestep, episode.failure.line) == ("exception", 0, 3)
    assert "IndexError" in episode.failure.message
    assert not episode.success
    episode.backward()
    assert fragile.parameter.graphs


@pytest.mark.parametrize("traced", [True, False])
def test_an_unknown_field_comes_with_the_nearest(traced):
    episode = rollout(lambda o: o["goal"], PointTask(), traced=traced)
    assert "Unknown field 'goal'. Did you mean goal_pos?" in episode.failure.message


def test_a_plain_function_that_raises_is_a_failed_episode_too():
    episode = rollout(lambda o: 1 / 0, PointTask(), traced=False)
    assert episode.failure.message.endswith("ZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    ("action", "words"),
    [([float("nan"), 0, 0, 0], "not finite"), ([1, 2], "expected (4,)")],
)
def test_an_action_that_the_task_refuses_ends_the_episode(action, words):
    episode = rollout(lambda o: action, PointTask())
    assert episode.failure.kind == "invalid action"
    assert words in episode.failure.message
    assert len(episode) == 0


def test_an_untraced_episode_cannot_be_propagated():
    with pytest.raises(TraceError, match="traced=True"):
        rollout(straight, PointTask(), traced=False).backward()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"feedback": "loud"}, "Unknown feedback level 'loud'"),
        ({"feedback": "hints"}, "toy/point has no expert"),
        ({"until": "later"}, "expected 'success' or 'horizon'"),
        ({"goal": 12}, "expected 0 to 11, found 12"),
        ({"seed": 3}, "made with seed 0, found seed=3"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, words):
    with pytest.raises(OptionError) as refused:
        rollout(straight, PointTask(expert=False), **options)
    assert words in str(refused.value)


def test_a_task_can_be_named():
    with pytest.raises(UnknownNameError, match="Did you mean reach-v3"):
        rollout(straight, "reach-v4")
