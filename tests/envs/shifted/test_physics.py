"""Masses and friction: in force in every episode, and in no other task's simulator."""

import numpy as np
import pytest
from robotrace.envs.shifted import Friction, Mass, shifted

import robotrace as rt
from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError

NAMES = ["Hopper-v5", "reach-v3"]


def played(task, goal=0, actions=12):
    """All numbers that are seen in an episode of drawn actions."""
    random = np.random.default_rng(0)
    drawn = (random.uniform(-0.6, 0.6, len(task.action.names)) for _ in range(actions))
    rows = [task.reset(goal), *(task.step(action).observation for action in drawn)]
    return np.array([np.concatenate([np.ravel(it) for it in row.values()]) for row in rows])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_masses_are_multiplied_and_stay_so_after_a_reset_and_after_close(name):
    base = rt.make(name)
    task = shifted(base, [Mass(1.5), Friction(0.5)])
    nominal = base.mujoco_model()
    masses, inertias, friction = nominal.body_mass.copy(), nominal.body_inertia.copy(), nominal.geom_friction.copy()
    first = played(task)
    for _ in range(2):
        model = task.task.mujoco_model()
        assert model.body_mass == pytest.approx(1.5 * masses)
        assert model.body_inertia == pytest.approx(1.5 * inertias)
        assert model.geom_friction == pytest.approx(0.5 * friction)
        assert model.body_subtreemass[0] == pytest.approx(1.5 * masses.sum())  # what follows from masses, too
        assert played(task).tobytes() == first.tobytes()
        task.close()
        task.reset(0)
    assert played(task).tobytes() == first.tobytes()
    assert base.mujoco_model().body_mass.tobytes() == masses.tobytes()
    task.close()
    base.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_other_task_notices(name):
    base = rt.make(name)
    before = played(base)
    heavy, slippery = shifted(base, [Mass(1.5)]), shifted(base, [Mass(0.7)])
    one, other = played(heavy), played(slippery)
    assert before.tobytes() != one.tobytes() != other.tobytes() != before.tobytes()
    assert played(base).tobytes() == played(rt.make(name)).tobytes() == before.tobytes()
    assert played(heavy).tobytes() == one.tobytes()  # where the other's arm has settled is not where this one's has
    for task in (base, heavy, slippery):
        task.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_factor_of_one_changes_no_bit(name):
    base = rt.make(name)
    task = shifted(base, [Mass(1.0), Friction(1.0)])
    assert played(task).tobytes() == played(base).tobytes()
    task.close()
    base.close()


def test_one_that_was_made_by_name_can_be_made_anew_with_its_shifts():
    task = shifted(rt.make("Hopper-v5", seed=3), [Mass(1.5)])
    again = recipe_of(task).make()
    assert (again.name, again.seed, again.shifts) == ("shifted/gymnasium/Hopper-v5", 3, (Mass(1.5),))
    assert played(again).tobytes() == played(task).tobytes()


def test_friction_alone_changes_what_touches_the_ground():
    base = rt.make("HalfCheetah-v5")
    assert played(shifted(base, [Friction(0.5)]), actions=40).tobytes() != played(base, actions=40).tobytes()


@pytest.mark.parametrize("kind", [Mass, Friction])
def test_without_mujoco_there_is_nothing_to_shift(kind):
    words = (
        f"Shift {kind.__name__} does not fit gymnasium/CartPole-v1: expected a task that MuJoCo simulates, with mujoco_model() and "
        r"twin\(\); found none of its models"
    )
    with pytest.raises(OptionError, match=words.replace("l() a", r"l\(\) a")):
        shifted(rt.make("CartPole-v1"), [kind(1.2)])
