import subprocess
import sys

import metaworld
import numpy as np
import pytest
from robotrace.envs.metaworld import NAMES, draw_goals, make
from robotrace.envs.metaworld.fast import stock
from robotrace.envs.metaworld.table import TASKS

from robotrace.episodes.task import LEVELS, Task
from robotrace.errors import ActionError, OptionError, RobotraceError, UnknownNameError

pytestmark = pytest.mark.slow

CENTRE = [0.0, 0.6, 0.2, -1.0]


@pytest.fixture(scope="module")
def reach():
    task = make("reach-v3", seed=0)
    yield task
    task.close()


def same(one, other):
    return one.keys() == other.keys() and all(one[name].tobytes() == other[name].tobytes() for name in one)


# The table


def test_the_table_has_the_50_tasks_of_meta_world_by_their_names():
    assert set(NAMES) == set(metaworld.MT1.ENV_NAMES)
    assert len(NAMES) == 50
    assert all(entry.name == name for name, entry in TASKS.items())


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_distinct_lie_in_the_39_numbers_and_have_a_unit_and_a_sentence(name):
    parts = TASKS[name].parts
    names = [part.field.name for part in parts]
    places = [place for part in parts for place in part.at]
    assert len(set(names)) == len(names)
    assert len(set(places)) == len(places)
    assert all(0 <= place < 39 for place in places)
    for part in parts:
        assert int(np.prod(part.field.shape)) == len(part.at)
        assert part.field.unit in ("m", "1")
        assert part.field.description.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_every_task_has_one_hand_one_gripper_one_goal_and_something_to_move(name):
    roles = [part.field.role for part in TASKS[name].parts]
    assert roles[:2] == ["hand", "gripper"]
    assert roles.count("goal") == 1
    assert roles[-1] == "goal"
    assert roles.count("object") == (0 if name.startswith("reach") else 2 if name in TWO_OBJECTS else 1)


TWO_OBJECTS = ("hammer-v3", "stick-push-v3", "stick-pull-v3")


@pytest.mark.parametrize("name", NAMES)
def test_the_instruction_tells_task_success_fields_action_and_horizon(name):
    task = make(name)
    text = task.instruction
    entry = TASKS[name]
    for part in (entry.scene, entry.task, entry.success, task.action.description, "50 times an episode"):
        assert part in text
    for field in task.fields:
        assert f"- {field.name} " in text
    assert "in metres" in text
    assert "10 simulator steps of 12.5 ms" in text
    assert not text.count("  ")


@pytest.mark.parametrize(
    "name", ["assembly-v3", "bin-picking-v3", "hand-insert-v3", "pick-out-of-hole-v3", "stick-pull-v3"]
)
def test_where_the_hand_can_go_is_what_the_simulator_says(name):
    env = stock(name)()
    assert TASKS[name].low == tuple(env.mocap_low)
    assert TASKS[name].high == tuple(env.mocap_high)


def test_a_quaternion_stands_as_w_x_y_z_whatever_order_the_simulator_has():
    peg = make("peg-insert-side-v3").reset(0)["peg_quat"]
    hammer = make("hammer-v3").reset(0)["hammer_quat"]
    assert peg == pytest.approx([1, 0, 0, 0], abs=0.01)
    assert hammer == pytest.approx([1, 0, 0, 0], abs=0.05)


# Observations


def test_an_observation_has_the_fields_shapes_and_no_live_views(reach):
    before = reach.reset(0)
    kept = {name: value.copy() for name, value in before.items()}
    assert [(name, value.shape, value.dtype) for name, value in before.items()] == [
        ("hand_pos", (3,), np.float64),
        ("gripper_opening", (), np.float64),
        ("goal_pos", (3,), np.float64),
    ]
    after = reach.step([0.1, 0.7, 0.1, 1.0]).observation
    assert same(before, kept)
    assert not same(before, after)
    after["goal_pos"][:] = 99.0
    assert same({"goal_pos": reach.step(CENTRE).observation["goal_pos"]}, {"goal_pos": kept["goal_pos"]})


def test_a_task_is_a_task(reach):
    assert isinstance(reach, Task)
    assert reach.name == "metaworld/reach-v3"
    assert reach.levels == LEVELS


# Steps


def test_the_hand_goes_to_the_target_and_the_gripper_closes(reach):
    reach.reset(0)
    for _ in range(4):
        observation = reach.step([0.1, 0.7, 0.15, 1.0]).observation
    assert observation["hand_pos"] == pytest.approx([0.1, 0.7, 0.15], abs=0.015)
    assert observation["gripper_opening"] < 0.4


def test_an_action_tells_its_simulator_steps_and_the_last_one_truncates():
    task = make("reach-v3", hold=3, horizon=2)
    task.reset(0)
    first, last = task.step(CENTRE), task.step(CENTRE)
    assert first.info["sim_steps"] == last.info["sim_steps"] == 3
    assert (first.truncated, last.truncated) == (False, True)
    assert (first.terminated, last.terminated) == (False, False)


def test_an_episode_goes_on_after_success_and_tells_success_then_from_success_now(reach):
    goal = reach.reset(0)["goal_pos"]
    while not reach.step([*goal, 0.0]).info["success"]:
        pass
    away = [reach.step(CENTRE).info for _ in range(2)]
    assert (away[-1]["success"], away[-1]["success_now"]) == (False, False)
    assert any(info["success"] and not info["success_now"] for info in away)


def test_a_horizon_beyond_meta_worlds_500_steps_is_simulated_in_full():
    task = make("reach-v3", control="raw", horizon=502)
    task.reset(0)
    outcomes = [task.step(np.zeros(4)) for _ in range(502)]
    assert [outcome.truncated for outcome in outcomes[-2:]] == [False, True]


def test_stepping_past_the_horizon_or_before_a_reset_is_refused():
    task = make("reach-v3", horizon=1)
    with pytest.raises(RobotraceError, match="call reset first"):
        task.step(CENTRE)
    with pytest.raises(RobotraceError, match="call reset first"):
        task.hint()
    task.reset(0)
    task.step(CENTRE)
    with pytest.raises(RobotraceError, match="no episode is running"):
        task.step(CENTRE)


def test_after_close_a_reset_starts_again():
    task = make("reach-v3")
    before = task.reset(2)
    task.close()
    with pytest.raises(RobotraceError):
        task.step(CENTRE)
    assert same(task.reset(2), before)


# Actions


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ([0, 0.6, np.nan, 0], r"z is not finite.*shape \(4,\): x, y, z, grip; found z = nan"),
        ([0, 0.6, 0.2, np.inf], "grip is not finite"),
        ([0, 0.6, 0.2], r"wrong shape.*shape \(4,\).*found shape \(3,\)"),
        ([[0, 0.6, 0.2, 0]], r"found shape \(1, 4\)"),
        (None, "wrong shape.*found None"),
        ("up", "not made of numbers.*found 'up'"),
        ([0, 0.6, [0.2], 0], "not made of numbers"),
    ],
)
def test_a_bad_action_is_refused_before_the_simulator_moves(reach, action, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reach.reset(0)
    with pytest.raises(ActionError, match=message):
        reach.step(action)
    after = reach.step(CENTRE)
    reach.reset(0)
    assert same(reach.step(CENTRE).observation, after.observation)
    assert not list(tmp_path.iterdir())


def test_an_action_out_of_range_is_clipped_and_says_so(reach):
    reach.reset(0)
    far = reach.step([9.0, 0.6, 0.2, -7.0])
    reach.reset(0)
    edge = reach.step([0.6, 0.6, 0.2, -1.0])
    assert (far.info["saturated"], edge.info["saturated"]) == (True, False)
    assert same(far.observation, edge.observation)


# Goals and seeds


def test_an_episode_is_the_same_again_after_another_goal_and_in_a_fresh_object():
    def roll(task):
        task.reset(4, "heldout")
        return [task.step([x, 0.65, 0.05, 1.0]) for x in (0.1, -0.1, 0.0)]

    task = make("push-v3", seed=5)
    first = roll(task)
    task.reset(9)
    again, fresh = roll(task), roll(make("push-v3", seed=5))
    for other in (again, fresh):
        assert all(same(one.observation, two.observation) for one, two in zip(first, other, strict=True))
        assert [one.reward for one in first] == [two.reward for two in other]


def test_heldout_goals_are_the_training_goals_of_the_next_seed():
    task, following = make("reach-v3", seed=0), make("reach-v3", seed=1)
    assert same(task.reset(3, "heldout"), following.reset(3, "train"))


@pytest.mark.parametrize("name", ["pick-place-v3", "sweep-into-v3", "plate-slide-back-v3"])
@pytest.mark.parametrize("seed", [0, 1, 17])
def test_training_and_heldout_goals_never_overlap(name, seed):
    train, heldout = draw_goals(name, seed), draw_goals(name, seed + 1)
    assert len({task.data for task in train}) == len({task.data for task in heldout}) == 50
    assert not {task.data for task in train} & {task.data for task in heldout}


def test_no_global_generator_is_touched():
    before = np.random.get_state()
    task = make("pick-place-v3", seed=11)
    task.reset(0)
    task.reset(0, "heldout")
    task.step(CENTRE)
    after = np.random.get_state()
    assert before[0] == after[0]
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]


# Options


def test_name_seed_and_options_rebuild_a_task():
    task = make("push-v3", seed=2, hold=5, horizon=20, gain=8, reward_version="v1")
    assert task.options == {
        "control": "macro",
        "horizon": 20,
        "reward_version": "v1",
        "success": "any",
        "hold": 5,
        "gain": 8.0,
    }
    again = make("push-v3", seed=task.seed, **task.options)
    assert (again.options, again.instruction) == (task.options, task.instruction)
    raw = make("push-v3", control="raw")
    assert raw.options == {"control": "raw", "horizon": 500, "reward_version": "v2", "success": "any"}
    assert make("push-v3", **raw.options).options == raw.options


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"control": "delta"}, "control.*'delta'"),
        ({"hold": 0}, "hold.*1 or more; found 0"),
        ({"hold": 2.5}, "hold"),
        ({"gain": 0}, "gain.*positive"),
        ({"gain": float("nan")}, "gain"),
        ({"horizon": 0}, "horizon"),
        ({"horizon": True}, "horizon"),
        ({"reward_version": "v3"}, 'reward_version.*"v1" or "v2"; found \'v3\''),
        ({"seed": -1}, "seed"),
        ({"control": "raw", "hold": 10}, "hold.*one simulator step"),
        ({"control": "raw", "gain": 1.0}, "gain"),
    ],
)
def test_an_unusable_option_is_named(options, message):
    with pytest.raises(OptionError, match=message):
        make("reach-v3", **options)


@pytest.mark.parametrize(("goal", "split"), [(50, "train"), (-1, "heldout"), (1.0, "train"), (0, "test")])
def test_a_goal_that_does_not_exist_is_refused(reach, goal, split):
    with pytest.raises(OptionError, match=r"goal|split"):
        reach.reset(goal, split)


def test_an_unknown_task_has_near_names():
    with pytest.raises(UnknownNameError, match="pick-place-v3"):
        make("pick-plaec-v3")


def test_making_a_task_imports_no_simulator():
    code = (
        "import sys; from robotrace.envs.metaworld import make; make('reach-v3').instruction;"
        "assert not {'metaworld', 'mujoco', 'gymnasium'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# Hints


@pytest.mark.parametrize(
    "name",
    [
        "reach-v3",
        "pick-place-v3",
        "drawer-open-v3",
        "handle-pull-v3",
        "handle-pull-side-v3",
        "push-back-v3",
        "peg-insert-side-v3",
    ],
)
def test_the_hints_solve_held_out_goals_under_the_default_control(name):
    task = make(name, seed=0)
    for goal in range(2):
        task.reset(goal, "heldout")
        assert any(task.step(task.hint()).info["success"] for _ in range(task.horizon))


def test_a_hint_is_finite_within_the_action_space_and_leaves_the_task_alone():
    task = make("door-open-v3")
    before = task.reset(0)
    kept = {name: value.copy() for name, value in before.items()}
    one, two = task.hint(), task.hint()
    assert one.shape == (4,)
    assert (one == two).all()
    assert (one >= task.action.low).all()
    assert (one <= task.action.high).all()
    assert same(before, kept)


@pytest.mark.parametrize(("control", "stays"), [("macro", None), ("raw", [0.0, 0.0, 0.0])])
def test_where_success_is_to_last_the_hint_leaves_alone_what_is_solved(control, stays):
    lasting, other = (make("door-open-v3", control=control, success=success) for success in ("last", "any"))
    for task in (lasting, other):
        task.reset(3)
    assert (lasting.hint() == other.hint()).all()
    for _ in range(lasting.horizon):
        wanted = lasting.hint()
        transition = lasting.step(wanted)
        other.step(wanted)
        if transition.info["success_now"]:
            break
    place = transition.observation["hand_pos"] if stays is None else stays
    assert lasting.hint().tolist() == [*place, wanted[3]]
    assert lasting.hint().tolist() != other.hint().tolist()
    lasting.reset(3)
    assert lasting.hint().tolist() != [*place, wanted[3]]


@pytest.mark.parametrize(
    "name",
    [
        "coffee-button-v3",
        "coffee-push-v3",
        "door-open-v3",
        "handle-press-v3",
        "lever-pull-v3",
        "plate-slide-v3",
        "soccer-v3",
        "stick-pull-v3",
        "stick-push-v3",
        "sweep-into-v3",
    ],
)
def test_its_hints_end_solved(name):
    task = make(name, success="last")
    task.reset(0, "heldout")
    for _ in range(task.horizon):
        last = task.step(task.hint()).info
    assert last["success_now"]


@pytest.mark.parametrize(("name", "goal"), [("hammer-v3", 0), ("coffee-pull-v3", 0), ("disassemble-v3", 1)])
def test_hints_set_off_only_with_what_the_gripper_holds(name, goal):
    task = make(name, seed=100, success="last")
    task.reset(goal)  # where Meta-World's policy goes away with an empty hand
    for _ in range(task.horizon):
        last = task.step(task.hint()).info
    assert last["success_now"]


def test_where_the_expert_comes_to_rest_the_hint_goes_on_after_the_first_success():
    task = make("sweep-into-v3", success="last")
    task.reset(0)
    for _ in range(task.horizon):
        transition = task.step(task.hint())
        if transition.info["success_now"]:
            break
    assert task.hint().tolist() == pytest.approx([0.0, 0.84, 0.12, 1.0], abs=1e-3)


@pytest.mark.parametrize("success", ["end", "", None, ["last"]])
def test_another_word_for_success_is_refused(success):
    with pytest.raises(OptionError, match='Option success is not usable: expected "any" or "last"; found'):
        make("reach-v3", success=success)


def test_a_macro_hint_is_a_place_and_a_raw_one_a_step():
    macro, raw = make("reach-v3"), make("reach-v3", control="raw")
    goal = macro.reset(0)["goal_pos"]
    raw.reset(0)
    assert macro.hint() == pytest.approx([*goal, 0.0])
    assert raw.hint() == pytest.approx(np.clip(5.0 * (macro.hint() - [*raw.reset(0)["hand_pos"], 0.0]), -1, 1))


def test_a_task_that_was_prepared_starts_as_any_other():
    plain, prepared = make("push-v3", seed=3), make("push-v3", seed=3)
    prepared.prepare_ahead()
    assert same(plain.reset(1), prepared.reset(1))
    assert same(plain.step(CENTRE).observation, prepared.step(CENTRE).observation)
    again = make("push-v3")
    again.prepare_ahead()
    with pytest.raises(RobotraceError, match="no episode is running"):
        again.step(CENTRE)


@pytest.mark.parametrize("name", ["pick-place-v3", "door-open-v3", "basketball-v3"])
def test_a_twin_simulates_the_same_while_the_other_one_moves(name):
    task = make(name, seed=3, horizon=20, success="last")
    control = {"control": "macro", "hold": 10, "gain": 10.0, "success": "last"}
    twin = task.twin()
    assert (twin.name, twin.seed, twin.options) == (task.name, 3, {**control, "horizon": 20, "reward_version": "v2"})

    def play(one, goal, between=lambda: None):
        seen = [one.reset(goal)]
        for _ in range(6):
            between()
            transition = one.step(one.hint())
            seen += [transition.observation, {"reward": np.array(transition.reward)}]
        return [(key, value.tobytes()) for row in seen for key, value in row.items()]

    alone = [play(task, 0), play(task, 1)]
    task.reset(2)
    meddled = play(twin, 0, lambda: task.step([0.0, 0.6, 0.2, 1.0]))
    task.reset(3)
    assert [meddled, play(twin, 1, lambda: task.step([0.2, 0.7, 0.1, -1.0]))] == alone
