import numpy as np
import pytest
from robotrace.envs.metaworld import NAMES, make
from robotrace.envs.metaworld.entries import first_object
from robotrace.envs.metaworld.table import TASKS
from robotrace.envs.metaworld.touching import touched

from robotrace.episodes.touch import FINGER, FINGERS, FIXED, HAND

pytestmark = pytest.mark.slow


def played(name, *actions, until="", **options):
    """The distinct contacts of an episode under these actions, or under the expert's, in the order in which they came."""
    task = make(name, **options)
    task.reset(0)
    found = {}
    for step in range(len(actions) or task.horizon):
        transition = task.step(actions[step] if actions else task.hint())
        found |= dict.fromkeys(transition.info["touching"])
        if transition.info["success"] and not actions:
            break
    task.close()
    return list(found)


def test_a_puck_that_is_grasped_and_carried():
    assert played("pick-place-v3") == [(FINGER, "puck_pos"), (FINGERS, "puck_pos")]


def test_a_hammer_that_hits_a_nail():
    found = played("hammer-v3")
    assert (FINGERS, "hammer_pos") in found
    assert found[-1] == ("hammer_pos", "nail_pos")


def test_a_hand_that_presses_on_the_table_and_one_that_moves_freely():
    assert played("reach-v3", *[[0.0, 0.6, 0.2, -1.0]] * 5) == []
    assert FIXED in {thing for _, thing in played("reach-v3", *[[0.0, 0.6, -0.05, -1.0]] * 20)}


def test_a_thing_that_moves_and_has_no_field_has_no_name():
    assert "" in {thing for _, thing in played("coffee-button-v3", *[[0.0, 0.8, 0.05, 1.0]] * 30)}


def test_a_finger_that_the_other_one_joins_is_not_told_apart():
    assert touched([((FINGER, "puck"),), ((FINGERS, "puck"), (HAND, "puck")), ((FINGER, "lid"),)]) == (
        (FINGERS, "puck"),
        (FINGER, "lid"),
        (HAND, "puck"),
    )


def test_contacts_are_told_under_raw_control_too():
    task = make("push-v3", control="raw")
    task.reset(0)
    assert task.step([0.0, 0.0, 0.0, 0.0]).info["touching"] == ()
    task.close()


def test_how_far_a_body_reaches_is_told_in_words():
    part = first_object("mug_pos", "the mug, at its bottom.", (-3.0, 5.4), (-3.0, 3.0), (0.2, 6.8))
    assert part.field.description == (
        "the mug, at its bottom. The moving body there reaches x -3 to 5.4, y -3 to 3, z 0.2 to 6.8 cm from this point at the"
        " start."
    )
    assert first_object("mug_pos", "the mug.").field.description == "the mug."


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_a_body_of_its_own_and_reaches_as_far_as_its_words_say(name):
    task = make(name)
    task.reset(0)
    told = {part.field.name: part for part in TASKS[name].parts if part.field.role == "object"}
    touching, model, data = task._touching, task._env.model, task._env.data
    for field, part in told.items():
        assert touching.names.count(field) == 1
        solid = (model.geom_contype > 0) | (model.geom_conaffinity > 0)
        geoms = np.flatnonzero((touching.codes == touching.names.index(field)) & solid)
        corners = np.array([_corners(model, data, geom) for geom in geoms]).reshape(-1, 3) - task._now[list(part.at)]
        reach = 100 * np.array([corners.min(axis=0), corners.max(axis=0)]).T
        words = ", ".join(
            f"{axis} {low:g} to {high:g}" for axis, (low, high) in zip("xyz", np.round(reach, 1) + 0.0, strict=True)
        )
        if " reaches " in part.field.description:
            assert words in part.field.description
        else:
            assert "x -2 to 2, y -2 to 2, z -2 to 2" in words or name == "sweep-v3"
    task.close()


def _corners(model, data, geom):
    """(8, 3) of the box around a geom."""
    centre, half = model.geom_aabb[geom][:3], model.geom_aabb[geom][3:]
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    return data.geom_xpos[geom] + (centre + half * signs) @ data.geom_xmat[geom].reshape(3, 3).T
