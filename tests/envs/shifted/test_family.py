"""Tasks behind shifts: what stays the task's, what a policy sees, and what nobody tells it."""

import json

import numpy as np
import pytest
from pools import assert_same, jobs, plain
from robotrace.envs.shifted import (
    NAMES,
    SHIFT10,
    Biased,
    DeadZone,
    Delayed,
    Gain,
    Mirrored,
    Offset,
    Renamed,
    Reversed,
    Rotated,
    Scaled,
    Shift,
    Shifted,
    make,
    shifted,
)
from toy import PointTask

import robotrace
from robotrace.episodes import ProcessPool, RolloutProblem, Task, find_controller, rollout, task_names
from robotrace.episodes.pool import EpisodeWork
from robotrace.episodes.registry import recipe_of
from robotrace.errors import ActionError, OptionError, RobotraceError, UnknownNameError
from robotrace.opto import SerialPool
from robotrace.training import train

pytestmark = pytest.mark.slow

NEUTRAL = (Rotated(0.0), Scaled(1.0), Offset((0.0, 0.0, 0.0)), Gain(1.0), DeadZone(0.0), Renamed({}))
NAMES_OF_POINT = {"hand_pos": "sensor_b", "goal_pos": "sensor_a", "gripper_opening": "sensor_c"}


def same(one, other):
    return list(one) == list(other) and all(one[name].tobytes() == other[name].tobytes() for name in one)


def solved(task, goal, split="train"):
    """Whether the task's own hints solve it."""
    task.reset(goal, split)
    return any(task.step(task.hint()).info["success"] for _ in range(task.horizon))


# What stays the task's


@pytest.mark.parametrize("control", ["macro", "raw"])
@pytest.mark.parametrize("shifts", [(), NEUTRAL], ids=["none", "neutral"])
def test_shifts_that_change_nothing_leave_every_bit(control, shifts):
    base = robotrace.make("pick-place-v3", control=control, horizon=20)
    task = shifted(robotrace.make("pick-place-v3", control=control, horizon=20), shifts)
    generator = np.random.default_rng(0)
    for split in ("train", "heldout"):
        assert same(task.reset(3, split), base.reset(3, split))
        for _ in range(20):
            action = generator.uniform(-1.5, 1.5, 4)
            one, other = task.step(action), base.step(action)
            assert same(one.observation, other.observation)
            assert one.reward == other.reward
            assert (one.info["success"], one.info["success_now"]) == (other.info["success"], other.info["success_now"])
            assert (one.terminated, one.truncated) == (other.terminated, other.truncated)
    base.close()
    task.close()


def test_goals_seed_control_horizon_and_levels_are_the_tasks():
    base = PointTask(seed=3)
    task = shifted(base, [Rotated(40.0)])
    assert isinstance(task, Task)
    assert (task.seed, task.control, task.horizon, task.goals("heldout")) == (3, "macro", 8, 12)
    assert task.levels == ("score", "facts", "hints")
    assert shifted(PointTask(expert=False), [Rotated(40.0)]).levels == ("score", "facts")
    assert task.reset(5, "heldout")["goal_pos"].tolist() == base.reset(5, "heldout")["goal_pos"].tolist()
    with pytest.raises(OptionError, match="goal"):
        task.reset(12)


def test_reward_and_success_are_the_true_tasks():
    base, task = PointTask(), shifted(PointTask(), [Biased("goal_pos", (1.0, 1.0, 1.0)), Mirrored("x")])
    base.reset(0)
    task.reset(0)
    true, seen = base.step([0.5, 0.1, 0.2, 0.0]), task.step([-0.5, 0.1, 0.2, 0.0])
    assert seen.reward == true.reward
    assert seen.observation["goal_pos"] == pytest.approx(true.observation["goal_pos"] + 1.0)


# What the robot does


def test_an_action_goes_through_the_shifts_in_their_order():
    task = shifted(PointTask(), [Offset((0.05, 0.0, 0.0)), Rotated(90.0)])
    task.reset(0)
    assert task.step([0.0, 0.02, 0.0, 0.0]).observation["hand_pos"] == pytest.approx([-0.02, 0.05, 0.0])


def test_gain_and_dead_zone_come_last_wherever_they_stand():
    for shifts in ([Gain(0.5), Offset((0.04, 0.0, 0.0))], [Offset((0.04, 0.0, 0.0)), Gain(0.5)]):
        task = shifted(PointTask(), shifts)
        task.reset(0)
        assert task.step([0.0, 0.08, 0.0, 0.0]).observation["hand_pos"] == pytest.approx([0.02, 0.04, 0.0])
        assert task.step([0.0, 0.08, 0.0, 0.0]).observation["hand_pos"] == pytest.approx([0.03, 0.06, 0.0])


def test_a_delayed_robot_waits_and_then_is_one_action_late_in_every_episode():
    task = shifted(PointTask(), [Delayed(), Scaled(0.5)])
    for _ in range(2):
        task.reset(0)
        assert task.step([0.1, 0.0, 0.0, 1.0]).observation["hand_pos"].tolist() == [0.0, 0.0, 0.0]
        assert task.step([0.0, 0.2, 0.0, 1.0]).observation["hand_pos"] == pytest.approx([0.05, 0.0, 0.0])
        assert task.step([0.0, 0.0, 0.0, 1.0]).observation["hand_pos"] == pytest.approx([0.0, 0.1, 0.0])


def test_a_longer_delay_waits_longer():
    task = shifted(PointTask(), [Delayed(2)])
    task.reset(0)
    asked = [[0.1, 0.0, 0.0, 1.0], [0.0, 0.1, 0.0, 1.0], [0.0, 0.1, 0.0, 1.0]]
    hands = [task.step(action).observation["hand_pos"].tolist() for action in asked]
    assert hands == [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.1, 0.0, 0.0]]


def test_a_refused_action_moves_nothing_and_is_not_kept():
    task = shifted(PointTask(), [Delayed()])
    task.reset(0)
    task.step([0.1, 0.0, 0.0, 0.0])
    for action in ([float("nan"), 0.0, 0.0, 0.0], [0.0], "left", None):
        with pytest.raises((ActionError, ValueError, TypeError)):
            task.step(action)
    assert task.step([0.0, 0.0, 0.0, 0.0]).observation["hand_pos"] == pytest.approx([0.1, 0.0, 0.0])


def test_meta_world_refuses_what_it_always_refuses():
    task = robotrace.make("shifted/reach-v3@SHIFT10")
    with pytest.raises(RobotraceError, match="call reset first"):
        task.step([0.0, 0.0, 0.0, 0.0])
    task.reset(0)
    for action, message in (
        ([0.0, float("nan"), 0.0, 0.0], "y is not finite"),
        ([1.0], "wrong shape"),
        ("up", "numbers"),
    ):
        with pytest.raises(ActionError, match=message):
            task.step(action)
    task.close()


@pytest.mark.parametrize("name", [NAMES[0], "push-v3@6"])
def test_the_same_actions_give_the_same_bits_in_another_object_and_after_another_goal(name):
    actions = np.random.default_rng(1).uniform(-1.0, 1.0, (8, 4))

    def run(task, goal):
        first = task.reset(goal, "heldout")
        return [first, *(task.step(action).observation for action in actions)]

    one, other = robotrace.make(name), robotrace.make(name)
    before = run(one, 2)
    run(one, 4)
    for again in (run(one, 2), run(other, 2)):
        assert all(same(a, b) for a, b in zip(before, again, strict=True))


# Hints, through the inverse


@pytest.mark.parametrize(
    "shift",
    [
        Rotated(50.0),
        Rotated(20.0, axis=(1.0, 0.0, 0.0)),
        Mirrored("y"),
        Scaled(0.8),
        Offset((0.1, -0.05, 0.05)),
        Reversed(),
        Gain(0.7),
        Gain(1.3),
        DeadZone(0.01),
        Delayed(),
        Biased("puck_pos", (0.05, -0.04, 0.03)),
    ],
    ids=repr,
)
def test_the_experts_actions_through_the_inverse_solve_the_task(shift):
    task = shifted(robotrace.make("pick-place-v3"), [shift])
    assert all(solved(task, goal, "heldout") for goal in range(2))
    task.close()


def test_without_the_inverse_they_do_not():
    base = robotrace.make("pick-place-v3")
    for shift in (Rotated(50.0), Mirrored("y"), Scaled(0.8), Offset((0.1, -0.05, 0.05)), Reversed()):
        task = shifted(base, [shift])
        task.reset(0)
        assert not any(task.step(base.hint()).info["success"] for _ in range(20))
    base.close()


@pytest.mark.parametrize("name", NAMES)
def test_every_task_of_the_suite_can_be_solved(name):
    task = robotrace.make(f"shifted/{name}")
    assert all(solved(task, goal, "heldout") for goal in (0, 2))
    task.close()


def test_a_hint_is_a_target_in_the_policys_own_coordinates():
    task = shifted(PointTask(), [Mirrored("x"), Offset((0.1, 0.0, 0.0)), Reversed()])
    goal = task.reset(0)["goal_pos"]
    assert task.hint() == pytest.approx([-(goal[0] - 0.1), goal[1], goal[2], 0.0])


class OneWay(Shift):
    """A kind of one's own that nothing undoes."""

    invertible = False

    def told(self, action, body):
        return np.round(action, 1)


def test_a_kind_of_ones_own_that_cannot_be_undone_gives_no_hints():
    task = shifted(PointTask(), [OneWay()])
    task.reset(0)
    assert task.step([0.06, 0.0, 0.0, 0.0]).observation["hand_pos"] == pytest.approx([0.1, 0.0, 0.0])
    assert task.levels == ("score", "facts")
    assert task.hint() is None
    with pytest.raises(OptionError, match="cannot be made anew"):
        recipe_of(task)


# What is told, and what is not


def test_the_bounds_are_wide_and_the_same_whatever_was_drawn():
    bounds = {(task.action.low, task.action.high) for task in (make(f"push-v3@{seed}") for seed in range(20))}
    assert bounds == {((-2.0, -2.0, -2.0, -1.0), (2.0, 2.0, 2.0, 1.0))}
    assert make("push-v3@0", control="raw").action.high == (4.0, 4.0, 4.0, 1.0)


@pytest.mark.parametrize(
    "own",
    [Scaled(0.1), Scaled(0.5), Scaled(0.8), Scaled(2.0), Offset((5.0, 0.0, 0.0)), Rotated(30.0), Reversed()],
    ids=repr,
)
def test_the_bounds_of_ones_own_shifts_do_not_tell_which_they_are(own):
    task = shifted(PointTask(), [own])
    assert (task.action.low, task.action.high) == ((-128.0, -128.0, -128.0, -1.0), (128.0, 128.0, 128.0, 1.0))


def test_the_bounds_grow_in_one_large_step_where_shifts_of_ones_own_need_it():
    assert shifted(PointTask(), [Scaled(0.001)]).action.high == (4096.0, 4096.0, 4096.0, 1.0)
    assert shifted(PointTask(), [Offset((500.0, 0.0, 0.0))]).action.low == (-4096.0, -4096.0, -4096.0, -1.0)


def test_an_action_beyond_the_bounds_is_clipped_and_says_so():
    task = shifted(PointTask(), [Scaled(0.1)])
    task.reset(0)
    assert task.step([8.0, 0.0, 0.0, 0.0]).info["saturated"] is False
    assert task.step([12.0, 0.0, 0.0, 0.0]).info["saturated"] is True  # 1.2 m, beyond the task's own bounds
    assert task.step([129.0, 0.0, 0.0, 0.0]).info["saturated"] is True


@pytest.mark.parametrize("name", NAMES)
def test_the_words_tell_that_nothing_is_calibrated_and_nothing_else(name):
    task, base = make(name), robotrace.make(name.split("@")[0])
    own = task.instruction.removeprefix(base.instruction)
    assert own != task.instruction
    assert "not calibrated" in own
    limits = "x -2 to 2, y -2 to 2, z -2 to 2, grip -1 to 1."
    fields = [line for line in own.splitlines() if line.startswith("- ")]
    other = own
    for line in fields:
        other = other.replace(f"{line}\n", "")
    plain = make("reach-v3@0").instruction.removeprefix(robotrace.make("reach-v3").instruction)
    assert limits in other
    assert other.endswith("an action is called clipped where it exceeds either.")
    assert other.splitlines()[:3] == plain.splitlines()[:3]  # the same words for every shift
    assert [line.split()[1] for line in fields] == [one.name for one in task.fields]
    assert task.action.description == f"Nominally: {base.action.description}"


def test_a_description_is_nominal_and_a_renamed_field_has_none():
    fields = {one.name: one for one in make("drawer-open-v3@SHIFT10").fields}
    assert list(fields) == ["sensor_a", "sensor_b", "sensor_c", "sensor_d"]
    assert {(one.description, one.role) for one in fields.values()} == {("a sensor.", "other")}
    hand = make("push-v3@SHIFT10").fields[0]
    assert (hand.name, hand.role, hand.description) == ("hand_pos", "hand", "nominally: the hand, which actions move.")


def episode_of(task, level="facts"):
    task.reset(0)
    actions = iter([[0.3, 0.2, 0.1, 1.0]] * 4 + [[0.0, -0.2, 0.1, -1.0]] * 4)
    return rollout(lambda _: next(actions), task, feedback=level, until="horizon")


def test_facts_are_computed_from_what_the_policy_sees():
    bias = (1.0, 0.0, 0.0)
    told = episode_of(shifted(PointTask(), [Biased("goal_pos", bias)])).feedback
    true = shifted(PointTask(), [])
    goal = true.reset(0)["goal_pos"]
    assert "hand_pos to goal_pos: " in told
    assert f"{100 * np.linalg.norm(goal + bias):.1f} cm at the start" in told
    assert f"{100 * np.linalg.norm(goal):.1f} cm at the start" not in told


@pytest.mark.parametrize("level", ["score", "facts", "hints"])
def test_feedback_does_not_know_the_true_names_of_renamed_fields(level):
    words = episode_of(shifted(PointTask(), [Rotated(40.0), Renamed(NAMES_OF_POINT)]), level).feedback
    for name in NAMES_OF_POINT:
        assert name not in words
    for word in ("hand", "goal", "gripper", "Rotated", "40"):
        assert word not in words.replace("Hints", "")
    if level != "score":
        assert "sensor_b (m): from (0, 0, 0)" in words


def test_facts_of_a_shifted_frame_say_where_the_hand_was_asked_to_be_and_where_it_came():
    task = shifted(PointTask(), [Mirrored("y")])
    task.reset(0)
    words = rollout(lambda _: [0.2, 0.2, 0.0, 0.0], task, until="horizon").feedback
    assert "asked (0.200, 0.200, 0.000), reached (0.200, -0.200, 0.000)" in words
    assert "irrored" not in words


# Names


def test_the_suite_is_ten_tasks_and_has_every_kind_that_meta_world_s_seeds_draw():
    assert len(SHIFT10) == len(NAMES) == 10
    kinds = {type(shift).__name__ for shifts in SHIFT10.values() for shift in shifts}
    assert kinds == {
        "Rotated",
        "Scaled",
        "Mirrored",
        "Offset",
        "Reversed",
        "Gain",
        "DeadZone",
        "Delayed",
        "Renamed",
        "Biased",
    }
    assert all(len(shifts) >= 2 for shifts in SHIFT10.values())
    assert SHIFT10["pick-place-v3"] == (Rotated(-30.0), Scaled(0.8), Reversed())


def test_the_list_of_tasks_has_the_suite_and_no_seeds():
    assert [name for name in task_names() if name.startswith("shifted/")] == sorted(f"shifted/{name}" for name in NAMES)


@pytest.mark.parametrize(
    "name",
    ["shifted/push-v3@7", "shifted/metaworld/push-v3@7", "push-v3@7", "shifted/push-v3@007", "metaworld/push-v3@7"],
)
def test_a_name_may_leave_out_its_families(name):
    task = robotrace.make(name, seed=4, horizon=9)
    assert (task.name, task.seed, task.horizon) == ("shifted/push-v3@7", 4, 9)
    assert task.shifts == make("push-v3@7").shifts


def test_a_task_of_the_suite_is_made_by_its_name():
    task = robotrace.make("push-v3@SHIFT10")
    assert task.name == "shifted/push-v3@SHIFT10"
    assert task.shifts == (Mirrored("x"), Offset((0.05, -0.08, 0.03)))


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("shifted/pick-plce-v3@3", UnknownNameError, r"Unknown task to shift 'pick-plce-v3'. Did you mean pick-place-v3"),
        ("shifted/metaworld/reach-v2@3", UnknownNameError, r"Did you mean metaworld/reach-v3"),
        ("pick-plce-v3@3", UnknownNameError, "Did you mean pick-place-v3"),
        ("shifted/reach-v3@x", OptionError, r"whole number from 0 to 2\*\*32 - 1 after the @, or SHIFT10; found 'x'"),
        ("shifted/reach-v3@-1", OptionError, "found '-1'"),
        ("shifted/reach-v3@", OptionError, "found ''"),
        (f"shifted/reach-v3@{2**32}", OptionError, "found '4294967296'"),
        ("shifted/reach-v3", OptionError, "does not say which shifts: .* shifted/reach-v3@0, or @SHIFT10"),
        ("shifted/shifted/reach-v3@1", OptionError, "shifted/reach-v3 is shifted already"),
        ("shifted/reach-v3@1@2", OptionError, "reach-v3@1 is shifted already"),
        ("shifted/door-lock-v3@SHIFT10", UnknownNameError, "Unknown task of SHIFT10 'door-lock-v3'. Did you mean door-open-v3"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_is_answered_with_what_was_expected(name, error, message):
    with pytest.raises(error, match=message):
        robotrace.make(name)


def test_fields_have_neutral_names_where_that_is_asked_for():
    task = robotrace.make("shifted/pick-place-v3@3", names="neutral")
    assert sorted(field.name for field in task.fields) == ["sensor_a", "sensor_b", "sensor_c", "sensor_d"]
    assert {field.description for field in task.fields} == {"a sensor."}
    assert (task.name, task.options["names"]) == ("shifted/pick-place-v3@3", "neutral")
    again = robotrace.make(task.name, seed=task.seed, **task.options)
    assert (again.shifts, again.options) == (task.shifts, task.options)
    assert "names" not in robotrace.make("shifted/pick-place-v3@3").options
    with pytest.raises(OptionError, match=r"expected 'drawn' or 'neutral', found 'netural'"):
        robotrace.make("reach-v3@1", names="netural")
    with pytest.raises(OptionError, match="is for shifts that a seed draws"):
        robotrace.make("reach-v3@SHIFT10", names="neutral")
    with pytest.raises(OptionError, match="is for shifts that a seed draws"):
        robotrace.make("shifted/reach-v3", shifts=[], names="neutral")


def test_options_are_the_tasks_own():
    assert robotrace.make("reach-v3@1", control="raw").options["control"] == "raw"
    with pytest.raises(OptionError, match=r"no option 'horzon'. Did you mean horizon\?"):
        robotrace.make("reach-v3@1", horzon=3)
    with pytest.raises(OptionError, match="has its shifts by name"):
        robotrace.make("reach-v3@1", shifts=[])


def test_a_shifted_task_is_not_shifted_again_and_a_shift_is_a_shift():
    with pytest.raises(OptionError, match="toy/point is shifted already: give all shifts of a task at once"):
        shifted(shifted(PointTask(), []), [])
    with pytest.raises(OptionError, match=r"A shift is one of Rotated, .*; found 'Rotated'"):
        shifted(PointTask(), ["Rotated"])


def test_a_shift_that_does_not_fit_the_task_is_refused():
    task = PointTask()
    task.action = type(task.action)(("force",), (-1.0,), (1.0,), "a push")
    with pytest.raises(OptionError, match=r"Shift Rotated does not fit toy/point: expected x, y, z .* found force"):
        shifted(task, [Rotated(3.0)])
    with pytest.raises(OptionError, match="Shift Reversed does not fit toy/point: expected a gripper"):
        shifted(task, [Reversed()])
    with pytest.raises(UnknownNameError, match="goal_pos"):
        shifted(PointTask(), [Biased("goal_position", (0.1, 0.1, 0.1))])


# Other processes


def test_shifts_of_ones_own_choice_travel_by_name_and_options():
    made = shifted(robotrace.make("reach-v3", seed=5), [Rotated(30.0), Renamed({"goal_pos": "sensor_a"})])
    again = EpisodeWork.from_settings(EpisodeWork.of(made).settings()).recipe.make()
    assert isinstance(again, Shifted)
    assert (again.name, again.seed) == (made.name, made.seed) == ("shifted/reach-v3", 5)
    assert again.shifts == made.shifts
    assert again.fields == made.fields
    by_options = robotrace.make(made.name, seed=made.seed, **made.options)
    assert (by_options.shifts, by_options.options) == (made.shifts, made.options)
    assert json.loads(json.dumps(made.options)) == made.options


def test_another_process_gives_the_same_episodes():
    task = robotrace.make("reach-v3@5", horizon=6)
    problem = RolloutProblem(find_controller("blank"), task)
    with ProcessPool(EpisodeWork.of(task), workers=1) as pool:
        there = [plain(outcome) for outcome in pool.run(jobs(problem, 2))]
    assert_same([plain(outcome) for outcome in SerialPool(problem).run(jobs(problem, 2))], there)
    task.close()


# Training


def test_hints_are_in_the_policys_own_terms_so_that_induce_learns_from_them(tmp_path):
    shifts = [
        Offset((0.1, -0.05, 0.04)),
        Renamed({"hand_pos": "sensor_b", "gripper_opening": "sensor_a", "goal_pos": "sensor_c"}),
    ]
    task = shifted(robotrace.make("reach-v3", horizon=15), shifts)
    run = train("blank", task, optimizer="induce", iterations=3, goals=3, confirm=4, heldout=6, run=tmp_path / "run")
    assert run.heldout.successes == 6
    assert "sensor_c" in run.best.text
    assert "goal_pos" not in run.best.text
    task.close()


def test_what_a_solved_action_earns_is_the_tasks():
    assert robotrace.make("reach-v3@1").solved_reward == 10.0
    assert shifted(PointTask(), [Scaled(1.25)]).solved_reward is None
