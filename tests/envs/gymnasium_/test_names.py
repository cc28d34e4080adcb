"""Environments by name: what is registered, what is meant, what is missing."""

import subprocess
import sys

import pytest
import tiny_environments  # noqa: F401 - registers them
from robotrace.envs import gymnasium_
from robotrace.envs.gymnasium_ import names

import robotrace as rt
from robotrace.episodes import families
from robotrace.errors import OptionError, UnknownNameError


def test_a_wrong_id_is_told_the_nearest_ones():
    for name, words in (
        ("HalfCheeta-v5", "Unknown task 'HalfCheeta-v5'. Did you mean HalfCheetah-v5"),
        ("gymnasium/CartPole-v7", "Unknown Gymnasium environment 'CartPole-v7'. Did you mean CartPole-v1"),
        ("reech-v3", "Unknown task 'reech-v3'. Did you mean reach-v3"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            rt.make(name)
        assert str(caught.value).startswith(words)


def test_the_newest_version_of_what_can_be_made_here_is_listed():
    listed = gymnasium_.further()
    assert {"CartPole-v1", "HalfCheetah-v5", "FrozenLake-v1"} <= set(listed)
    assert not {"CartPole-v0", "HalfCheetah-v4", "HalfCheetah-v3", "GymV21Environment-v0"} & set(listed)
    assert "gymnasium/CartPole-v1" in families.further_names()
    assert families.listed("gymnasium/HalfCheetah-v5") == families.Listing(
        "gymnasium/HalfCheetah-v5",
        "Run forward, along x, as fast as possible, with a flat body and two legs of three joints each.",
        1000,
        ("score", "facts"),
    )


def printed(*lines):
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True).stdout


def test_what_is_listed_has_no_simulator_loaded():
    asked = "from robotrace.envs import gymnasium_; gymnasium_.further()"
    assert printed("import sys", asked, "print({'mujoco', 'Box2D', 'pygame'} & {*sys.modules})") == "set()\n"


def test_bundled_names_are_known_without_gymnasium():
    asked = "from robotrace.episodes import task_names; task_names()"
    assert printed("import sys", asked, "print('gymnasium' in sys.modules)") == "False\n"


def test_a_package_that_is_missing_is_told_with_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "Box2D", None)
    for module in [name for name in sys.modules if name.startswith("gymnasium.envs.box2d")]:
        monkeypatch.delitem(sys.modules, module)
    with pytest.raises(OptionError) as caught:
        rt.make("LunarLander-v3")
    assert str(caught.value).startswith("LunarLander-v3 needs a package that is not installed (")
    assert str(caught.value).endswith("): pip install 'robotrace[gym]'.")
    assert "\n" not in str(caught.value)


def test_an_old_version_is_told_its_successor():
    with pytest.raises(
        OptionError, match=r"a binding to MuJoCo that is no longer kept: expected v4 or newer, such as HalfCheetah-v5"
    ):
        rt.make("HalfCheetah-v3")


def test_parts_of_a_reward_are_numbers_by_name():
    info = {"reward_ctrl": -0.5, "distance_penalty": 1, "x_position": 3.0, "reward_words": "x", "step_cost": True}
    assert dict(names.parts_of(info)) == {"reward_ctrl": -0.5, "distance_penalty": 1.0}


def test_only_what_says_so_is_a_success():
    assert [names.success_in(it) for it in ({}, {"success": 1.0}, {"is_success": False}, {"success": [1]})] == [
        None,
        True,
        False,
        None,
    ]


def test_a_pole_is_played_in_the_sandbox_as_out_of_it():
    inside, outside = (rt.evaluate("cart_pole", "CartPole-v1", goals=1, trust=trust) for trust in (False, True))
    assert inside.episodes[0].actions.tolist() == outside.episodes[0].actions.tolist()
    assert inside.returns.value == 500
