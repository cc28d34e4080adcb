"""Libraries that register environments of their own: what is known of theirs without them, with them, and where one is missing."""

import re
import sys
from importlib import metadata

import gymnasium
import numpy as np
import pytest
from robotrace.envs.gymnasium_ import libraries, names
from robotrace.envs.gymnasium_.dm_control import DM_CONTROL
from robotrace.envs.gymnasium_.highway import HIGHWAY
from robotrace.envs.gymnasium_.library import Library
from robotrace.envs.gymnasium_.robotics import ROBOTICS

import robotrace as rt
from robotrace.errors import OptionError, UnknownNameError
from robotrace.testing import check_task

SAMPLE = (
    "FetchReach-v4",
    "FetchPickAndPlace-v4",
    "AdroitHandPen-v1",
    "PointMaze_UMaze-v3",
    "dm_control/cheetah-run-v0",
    "dm_control/fish-swim-v0",
    "highway-fast-v0",
    "parking-v0?horizon=20",
)


@pytest.fixture(autouse=True)
def _installed(request):
    if "without" not in request.node.name:
        for library in libraries.LIBRARIES:
            pytest.importorskip(library.module, reason=f"{library.package} is not installed")


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_keeps_to_what_is_asked_of_a_task(name):
    check_task(name)


def test_the_suite_s_28_benchmark_tasks_are_listed():
    from robotrace.envs.gymnasium_.suite import _suite

    assert set(DM_CONTROL.listed) == {f"dm_control/{domain}-{task}-v0" for domain, task in _suite().BENCHMARKING}
    assert len(DM_CONTROL.listed) == 28


@pytest.mark.parametrize("name", DM_CONTROL.listed)
def test_every_number_of_the_suite_has_a_name_and_a_motor_its_own(name):
    task = rt.make(name)
    try:
        space = task._env.observation_space
        assert sum(int(np.prod(field.shape)) for field in task.fields) == sum(
            int(np.prod(part.shape)) for part in space.spaces.values()
        )
        inside = names.known_of(name, {}).inside
        assert set(space.spaces) <= set(inside)
        assert {field.name for field in task.fields} <= {field.name for one in inside.values() for field in one.fields}
        assert [name for name, _ in names.known_of(name, {}).actions] == list(task.action.names)
        assert (task.horizon, task.solvable) == (1000, False)
        assert task.action_seconds == task._env.unwrapped.dt
    finally:
        task.close()


def test_the_suite_s_cheetah_stands_where_the_table_says():
    task = rt.make("dm_control/cheetah-run-v0")
    task.reset(3)
    for _ in range(20):
        seen = task.step([1.0, -1.0, 0.5, -0.5, 0.2, 0.3]).observation
    data = task._env.unwrapped._env.physics.named.data
    joints = {"height": "rootz", "pitch": "rooty", "back_thigh": "bthigh", "back_foot": "bfoot", "front_shin": "fshin"}
    for name, joint in joints.items():
        assert float(seen[name]) == data.qpos[joint].item()
    assert float(seen["velocity_x"]) == data.qvel["rootx"].item()
    assert float(seen["front_foot_rate"]) == data.qvel["ffoot"].item()


def test_the_suite_s_humanoid_has_its_joints_and_motors_in_the_model_s_order():
    task = rt.make("dm_control/humanoid-stand-v0")
    model = task._env.unwrapped._env.physics.model

    def called(index, kind):
        return re.sub(r"shoulder(\d)", r"shoulder_\1", model.id2name(index, kind))

    joints = [called(i, "joint") for i in range(1, model.njnt)]
    assert [field.name for field in task.fields if field.role == "joint"] == joints + [
        f"{name}_rate" for name in joints
    ]
    assert list(task.action.names) == [called(i, "actuator") for i in range(model.nu)]


def test_a_goal_of_the_suite_is_the_same_start_after_other_episodes_and_in_another_one():
    first, other = (rt.make("dm_control/point_mass-easy-v0") for _ in range(2))
    begun = {name: float(value) for name, value in first.reset(4).items()}
    for goal in (5, 6):
        first.reset(goal)
        first.step([1.0, 1.0])
    assert {name: float(value) for name, value in first.reset(4).items()} == begun
    assert {name: float(value) for name, value in other.reset(4).items()} == begun
    assert float(other.reset(5)["x"]) != begun["x"]


def test_a_time_limit_is_an_option_of_the_suite_s():
    task = rt.make("dm_control/pendulum-swingup-v0?time_limit=0.1")
    task.reset(0)
    steps = [task.step([0.0]) for _ in range(5)]
    assert [step.truncated for step in steps] == [False] * 4 + [True]
    assert all(0 <= step.reward <= 1 for step in steps)
    for spelled, words in (
        ("time_limit=0", "time_limit: expected seconds above 0, found 0."),
        ("timelimit=3", "Unknown option of dm_control/pendulum-swingup-v0 'timelimit'. Did you mean time_limit?"),
    ):
        with pytest.raises((OptionError, UnknownNameError)) as caught:
            rt.make(f"dm_control/pendulum-swingup-v0?{spelled}")
        assert str(caught.value) == words


def test_fetch_s_25_numbers_have_names_units_and_roles():
    task = rt.make("FetchPickAndPlace-v4")
    seen = task.reset(2)
    raw, _ = task._env.reset(seed=task.seed_of(2))
    by_name = {field.name: field for field in task.fields}
    assert sum(int(np.prod(field.shape)) for field in task.fields) == 25 + 3 + 3
    roles = {"grip_position": "hand", "object_position": "object", "desired_goal": "goal", "right_finger": "gripper"}
    assert {name: by_name[name].role for name in roles} == roles
    assert by_name["object_rotation"].unit == "rad"
    assert seen["grip_position"].tolist() == raw["observation"][:3].tolist()
    assert seen["object_position"].tolist() == raw["achieved_goal"].tolist()
    assert seen["object_offset"] == pytest.approx(seen["object_position"] - seen["grip_position"])
    assert seen["left_finger_velocity"] == raw["observation"][24]
    assert task.action.names == ("x", "y", "z", "grip")
    assert (task.success, task.solvable) == ("last", True)


@pytest.mark.parametrize("name", [name for name in ROBOTICS.listed if not name.startswith(("PointMaze", "AntMaze"))])
def test_what_is_known_of_robotics_fits_its_environments(name):
    task, known = rt.make(name), names.known_of(name, {})
    assert len(known.actions) == len(task.action.names)
    assert [action for action, _ in known.actions] == list(task.action.names)
    assert "observation" not in {field.name for field in task.fields}
    assert task._env.unwrapped.spec.id == name
    task.close()


@pytest.mark.parametrize("library", libraries.LIBRARIES, ids=lambda library: library.package)
def test_the_horizon_that_is_listed_is_the_one_that_is_registered(library):
    library.register(library)
    for name in library.listed:
        own = names.registered()[name].max_episode_steps
        assert own is None or names.horizon_of("unregistered", names.known_of(name, {})) == own, name


def test_the_kitchen_says_that_it_is_solved_when_nothing_is_left_to_do():
    assert names.success_in({"tasks_to_complete": ["kettle"]}) is False
    assert names.success_in({"tasks_to_complete": []}) is True
    assert names.success_in({"tasks_to_complete": 3}) is None


def test_highway_s_rows_are_fields_of_its_features_and_its_maneuvers_have_names():
    task = rt.make("highway-fast-v0")
    seen = task.reset(1)
    raw, _ = task._env.reset(seed=task.seed_of(1))
    assert [field.name for field in task.fields] == ["presence", "x", "y", "vx", "vy"]
    assert {field.shape for field in task.fields} == {(5,)}
    assert seen["vx"].tolist() == raw[:, 3].tolist()
    assert task.action.names == ("maneuver",)
    assert "0 lane left, 1 idle, 2 lane right, 3 faster, 4 slower" in task.action.description
    assert task.horizon == 30


def test_highway_s_features_are_those_of_its_configuration():
    config = {"observation": {"type": "Kinematics", "vehicles_count": 3, "features": ["presence", "cos_h"]}}
    task = rt.make("highway-fast-v0", config=config)
    assert {field.name: field.shape for field in task.fields} == {"presence": (3,), "cos_h": (3,)}
    assert [field.name for field in rt.make("racetrack-v0").fields] == ["presence", "on_road"]


def test_parking_has_a_place_and_a_goal():
    task = rt.make("parking-v0")
    assert {"x", "y", "cos_h", "goal_x", "goal_sin_h", "achieved_vx"} <= {field.name for field in task.fields}
    assert (task.action.names, task.success, task.solvable) == (("throttle", "steering"), "last", True)


@pytest.mark.parametrize("name", HIGHWAY.listed)
def test_what_is_known_of_highway_fits_its_environments(name):
    task = rt.make(name)
    assert "observation" not in {field.name for field in task.fields}
    config, own = task._env.unwrapped.config, names.registered()[name].max_episode_steps
    assert task.horizon == (own or config.get("duration", 1000) * config["policy_frequency"])
    task.close()


@pytest.mark.parametrize(
    ("env_id", "words"),
    [
        (
            "FetchReach-v4",
            "FetchReach-v4: gymnasium-robotics is not installed: pip install 'robotrace[gym]', or 'gymnasium-robotics>=1.3'.",
        ),
        (
            "dm_control/cheetah-run-v0",
            "dm_control/cheetah-run-v0: dm_control is not installed: pip install 'robotrace[gym]'",
        ),
        (
            "parking-v0",
            "parking-v0: highway-env is not installed: pip install 'robotrace[gym]', or 'highway-env>=1.10'.",
        ),
    ],
)
def test_one_line_names_the_extra_without_a_library(env_id, words, monkeypatch):
    monkeypatch.setattr(Library, "is_installed", False)
    monkeypatch.delitem(gymnasium.registry, env_id, raising=False)
    with pytest.raises(OptionError) as caught:
        rt.make(env_id)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)
    assert not {*ROBOTICS.listed, *DM_CONTROL.listed, *HIGHWAY.listed} & set(names.usable())


@pytest.mark.parametrize(
    ("version", "fits"), [("1.0.28", True), ("1.0.30", False), ("1.0.50", False), ("1.1.0", False)]
)
def test_a_dm_control_that_needs_a_newer_mujoco_is_told_without_it(version, fits, monkeypatch):
    monkeypatch.setattr(metadata, "version", lambda _: version)
    monkeypatch.setattr(Library, "is_installed", True)
    words = (
        f"dm_control {version} needs a newer mujoco than the 3.3.0 that metaworld pins: pip install 'robotrace[gym]'"
    )
    assert DM_CONTROL.lacking.startswith(words) is not fits
    assert (DM_CONTROL.lacking == "") is fits


def test_a_library_that_cannot_be_imported_is_told_without_a_traceback(tmp_path, monkeypatch):
    (tmp_path / "broken_robots.py").write_text("import no_such_physics\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    broken = Library(
        "broken-robots", "broken_robots", "broken.", re.compile("Broken-v0"), "highway.toml", "broken-robots>1"
    )
    monkeypatch.setattr(libraries, "LIBRARIES", (broken,))
    with pytest.raises(OptionError) as caught:
        rt.make("Broken-v0")
    assert str(caught.value).startswith(
        "Broken-v0: broken-robots, which is to register it, cannot be imported: ModuleNotFoundError"
    )
    sys.modules.pop("broken_robots", None)


def test_an_installed_library_is_asked_for_an_id_without_its_module(tmp_path, monkeypatch):
    (tmp_path / "robots_of_others.py").write_text(
        "import gymnasium, warnings\nfrom tiny_environments import Tiny\nwarnings.warn('old')\n"
        "gymnasium.register('TheirArm-v2', Tiny, max_episode_steps=5)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    theirs = Library("robots", "robots_of_others", "robots.", re.compile("TheirArm-v2"), "highway.toml", "robots>1")
    monkeypatch.setattr(libraries, "LIBRARIES", (theirs,))
    try:
        assert rt.make("TheirArm-v2").name == "gymnasium/TheirArm-v2"
    finally:
        names.registered().pop("TheirArm-v2", None)
        sys.modules.pop("robots_of_others", None)
