import numpy as np
import pytest
from toy import PointTask

from robotrace.episodes import FailureKind, rollout
from robotrace.errors import ActionError, TaskError
from robotrace.trace import bundle


def goes_there_and_fails(observation, memory=[]):  # noqa: B006 - it lives as long as the function
    if np.linalg.norm(observation["goal_pos"] - observation["hand_pos"]) < 0.01:
        raise ValueError("enough")
    return [*observation["goal_pos"], 0.0]


def test_success_at_the_end_is_known_only_where_the_episode_came_to_its_end():
    whole = rollout(lambda o: [*o["goal_pos"], 0.0], PointTask(), until="horizon", traced=False)
    broken = rollout(goes_there_and_fails, PointTask(), until="horizon", traced=False)
    assert (whole.success, whole.success_at_end, len(whole)) == (True, True, 8)
    assert (broken.success, broken.success_at_end, broken.failure.kind) == (True, False, "exception")
    assert broken.successes_now[-1]


def test_one_that_stops_at_its_first_success_ends_there():
    episode = rollout(goes_there_and_fails, PointTask(), until="success", traced=False)
    assert (episode.success, episode.success_at_end, episode.failure) == (True, True, None)


class Lasting(PointTask):
    success = "last"


def there_and_back(observation, memory):
    memory["away"] = memory.get("away", False) or bool(
        np.linalg.norm(observation["goal_pos"] - observation["hand_pos"]) < 0.01
    )
    return [0.0] * 4 if memory["away"] else [*observation["goal_pos"], 0.0]


def test_where_success_is_to_last_an_episode_goes_on_and_counts_by_its_end():
    stays = rollout(lambda o: [*o["goal_pos"], 0.0], Lasting(), traced=False)
    memory = {}
    leaves = rollout(lambda o: there_and_back(o, memory), Lasting(), traced=False)
    assert (stays.counted, stays.success, stays.success_at_any, len(stays)) == ("last", True, True, 8)
    assert (leaves.counted, leaves.success, leaves.success_at_any, len(leaves)) == ("last", False, True, 8)
    assert repr(leaves) == "<Episode of toy/point, train 0: not solved, 8 actions>"


class Passing(Lasting):
    """Solved at some step of every action, and at the end of none but the first."""

    def step(self, action):
        transition = super().step(action)
        return transition._replace(info={**transition.info, "success": True, "success_now": self.time == 1})


def test_a_trace_of_such_an_episode_shows_after_which_actions_it_is_solved():
    @bundle(trainable=True)
    def go(observation):
        return [0.0, 0.0, 0.0, 0.0]

    episode = rollout(go, Passing())
    steps = [record.note["success"] for record in episode.graph.records if "success" in record.note]
    assert steps == [True, *[False] * 7]
    assert (episode.success, episode.success_at_any) == (False, True)


def test_the_kinds_of_failure_are_the_words_of_events():
    assert [str(kind) for kind in FailureKind] == ["exception", "invalid action", "timeout", "crash", "protocol"]
    assert [kind for kind in FailureKind if kind.repeats] == ["exception", "invalid action"]


@pytest.mark.parametrize("error", [ActionError("no"), ZeroDivisionError("no")])
def test_what_a_tasks_step_raises_beside_a_refusal_is_not_the_controllers(error):
    class Broken(PointTask):
        def step(self, action):
            raise error

    def run():
        return rollout(lambda o: [0.0] * 4, Broken(), traced=False)

    if isinstance(error, ActionError):
        assert run().failure.kind is FailureKind.INVALID_ACTION
    else:
        with pytest.raises(TaskError, match=r"step\(\): expected an answer; found ZeroDivisionError: no") as caught:
            run()
        assert caught.value.__cause__ is error
