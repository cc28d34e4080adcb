import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from robotrace.episodes.episode import Episode, Failure
from robotrace.episodes.task import ActionSpec, Field
from robotrace.errors import OptionError
from robotrace.feedback import describe
from robotrace.opto import Case


def long(played, count):
    """A restless episode: everything that can vary varies all the time."""
    rng = np.random.default_rng(0)
    return played(
        np.cumsum(rng.normal(0, 0.01, (count + 1, 3)), axis=0),
        np.cumsum(rng.normal(0, 0.01, (count + 1, 3)), axis=0),
        rng.uniform(0, 1, count + 1),
        rng.uniform(-1, 1, count),
        targets=rng.normal(0, 0.3, (count, 3)),
        saturated=rng.random(count) < 0.3,
        rewards=rng.normal(0, 100, count),
        lines={"controller": tuple(rng.integers(1, 30, count).tolist())},
        hints=rng.normal(0, 0.3, (count, 4)),
    )


def test_score_is_one_line(table, dropped_puck):
    assert describe(table, dropped_puck, "score") == "Not solved. Return 3.5 in 7 actions (of at most 50)."


def test_a_success_is_dated(table, played):
    solved = np.array([False, False, True])
    episode = played([(0, 0.6, 0.2)] * 4, successes=solved, successes_now=solved, horizon=3)
    assert describe(table, episode, "score") == "Solved at t=2. Return 1.5 in 3 actions."


def test_a_success_that_did_not_last(table, played):
    episode = played([(0, 0.6, 0.2)] * 4, successes=np.array([False, True, False]), horizon=3)
    assert describe(table, episode, "score") == "Solved at t=1, but not at the end. Return 1.5 in 3 actions."


@pytest.mark.parametrize(
    ("at_any", "at_end", "words"),
    [
        ("00000", "00000", "Not solved."),
        ("00111", "00111", "Solved since t=2, to the end."),
        ("01001", "01001", "Solved since t=4, to the end; first at t=1."),
        ("11111", "11111", "Solved since t=0, to the end."),
        ("01000", "00000", "Not solved at the end: solved at t=1, lost at t=1."),
        ("01110", "01110", "Not solved at the end: solved at t=1, lost at t=4 for good."),
        ("01010", "01000", "Not solved at the end: solved at t=1, lost at t=3 for good."),
    ],
)
def test_where_success_is_to_last_it_is_said_since_when_and_when_it_was_lost(table, played, at_any, at_end, words):
    flags = [np.array([flag == "1" for flag in row]) for row in (at_any, at_end)]
    episode = played([(0, 0.6, 0.2)] * 6, successes=flags[0], successes_now=flags[1], horizon=5)
    episode = dataclasses.replace(episode, counted="last")
    assert describe(table, episode, "score") == f"{words} Return 2.5 in 5 actions."


def test_a_controller_that_fails_after_its_success_does_not_keep_it(table, played):
    flags = np.array([False, True, True])
    episode = played([(0, 0.6, 0.2)] * 4, successes=flags, successes_now=flags, horizon=9)
    episode = dataclasses.replace(episode, counted="last", failure=Failure("exception", "KeyError", 3))
    assert describe(table, episode, "score").startswith("Solved at t=1, but the controller failed before the end.")


def test_facts_of_a_dropped_puck(table, dropped_puck):
    assert describe(table, dropped_puck) == (
        "Not solved. Return 3.5 in 7 actions (of at most 50).\n"
        "How far it came: puck was lifted and dropped.\n"
        "hand to puck: 20.6 cm at the start, nearest 1.0 cm at t=2 (hand minus puck: x 0.0, y 0.0, z +1.0 cm), 19.7 cm "
        "at the end.\n"
        "puck to goal: 26.9 cm at the start, nearest 11.7 cm at t=5 (puck minus goal: x 0.0, y -10.0, z -6.0 cm), 19.7 "
        "cm at the end. Improved by 7.2 cm.\n"
        "puck was first moved at t=3, with hand 1.0 cm away; it ended x 0.0, y +12.0, z 0.0 cm from where it lay, "
        "after 15.6 cm at the farthest. It moved along with hand at t=3..4 (seems held, lifted by 12.0 cm), grasp lost "
        "at t=5 as the gripper opened, dropped by 12.0 cm.\n"
        "opening: 1.00 at the start, 1.00 at the end; closed to 0.40 at t=3..5 with puck 1.0 cm from hand: puck then "
        "moved along; it closed under positive effort.\n"
        "hand went from (0.000, 0.600, 0.200) to (0.100, 0.800, 0.200), within x 0.000..0.100, y 0.600..0.800, "
        "z 0.030..0.200.\n"
        "Reward: 0.5 throughout."
    )


def test_facts_of_a_task_without_roles(cart, balanced_pole):
    assert describe(cart, balanced_pole) == (
        "Not solved. Return 6 in 3 actions (of at most 50).\n"
        "position (m): from 0 to 0.2, lowest 0 at t=0, highest 0.3 at t=2.\n"
        "angle (rad): from 0.05 to -0.2, lowest -0.2 at t=3, highest 0.05 at t=0.\n"
        "Unchanged: mass = 2.\n"
        "Reward: 1 at t=0, highest 3 at t=1, 2 at the end."
    )


def test_a_failure_comes_first(table, played):
    wrong = Failure("exception", "ValueError: no", 1, 4)
    text = describe(table, played([(0, 0.6, 0.2)] * 2, failure=wrong, lines={"controller": (4,)}))
    assert text.startswith("The controller failed at t=1, line 4 (exception): ValueError: no\nNot solved.")
    assert text.endswith("controller returned from line 4 at t=0.")


def test_facts_without_an_action(table, played):
    assert describe(table, played([(0.1, 0.6, 0.2)])) == (
        "Not solved. Return 0 in 0 actions (of at most 50).\n"
        "hand to puck: 18.0 cm throughout (hand minus puck: x 0.0, y 0.0, z +18.0 cm).\n"
        "puck to goal: 26.9 cm throughout (puck minus goal: x 0.0, y -20.0, z -18.0 cm).\n"
        "puck was not moved.\n"
        "opening stayed at 1.00.\n"
        "hand stayed at (0.100, 0.600, 0.200)."
    )


def test_hints_are_facts_and_the_experts_actions(table, dropped_puck):
    hinted = dataclasses.replace(dropped_puck, hints=dropped_puck.actions)
    text = describe(table, hinted, "hints")
    assert text.startswith(describe(table, dropped_puck, "facts"))
    assert (
        "\nHints, (x, y, z, grip): what the expert would have done in the states of this episode.\nt=0: expert " in text
    )


def test_hints_need_an_expert(table, dropped_puck):
    with pytest.raises(OptionError, match="this episode of table holds none"):
        describe(table, dropped_puck, "hints")


def test_an_unknown_level_is_refused(table, dropped_puck):
    with pytest.raises(OptionError, match="level 'fact' does not exist"):
        describe(table, dropped_puck, "fact")


def test_facts_give_no_advice(table, dropped_puck):
    assert not {"should", "must", "try", "need"} & set(describe(table, dropped_puck).split())


def test_the_length_of_facts_does_not_grow_with_the_episode(table, played):
    short, endless = (len(describe(table, long(played, count), "facts")) for count in (10, 5000))
    assert endless - short < 1500


def test_the_length_of_hints_does_not_grow_with_the_episode(table, played):
    short, endless = (len(describe(table, long(played, count), "hints")) for count in (50, 5000))
    assert endless - short < 1500


def test_the_same_episode_gives_the_same_text(table, played):
    assert describe(table, long(played, 50), "hints") == describe(table, long(played, 50), "hints")


finite = st.floats(-1e12, 1e12) | st.sampled_from([0.0, 1e-300, -1e-9, 1.0])


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(data=st.data(), count=st.integers(0, 6))
def test_any_finite_episode_can_be_told(data, count):
    def draw(*shape):
        return data.draw(arrays.arrays(float, shape, elements=finite))

    shapes = {"hand": (3,), "gripper": (1,), "object": (3,), "goal": (3,), "other": (4,)}
    roles = data.draw(st.lists(st.sampled_from(sorted(shapes)), max_size=6))
    fields = tuple(Field(f"{role}{index}", shapes[role], "m", "", role) for index, role in enumerate(roles))
    task = type(
        "Words", (), {"fields": fields, "action": ActionSpec(("x", "y", "z", "grip"), (-1.0,) * 4, (1.0,) * 4, "")}
    )
    flags = data.draw(arrays.arrays(bool, count))
    episode = Episode(
        task="any",
        case=Case("train", 0),
        seed=0,
        control=data.draw(st.sampled_from(["macro", "raw"])),
        horizon=6,
        observations={field.name: draw(count + 1, *field.shape) for field in fields},
        actions=draw(count, 4),
        rewards=draw(count),
        successes=flags,
        successes_now=flags,
        saturated=flags,
        hints=draw(count, 4),
    )
    assert describe(task, episode, "hints")
