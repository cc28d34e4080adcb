import numpy as np
import pytest
from robotrace.envs.metaworld.actions import LAG_CM

from robotrace import make


@pytest.mark.parametrize("name", ["reach-v3", "hammer-v3"])
@pytest.mark.parametrize("axis", [0, 2])
def test_the_hand_lags_its_set_point_by_what_the_instruction_says(name, axis):
    task = make(f"metaworld/{name}", hold=12)
    target = task.reset(0)["hand_pos"].copy()
    target[axis] += 0.35
    hand = task.step([*target, -1.0]).observation["hand_pos"]
    assert LAG_CM[0] < 100 * (task._env.data.mocap_pos[0] - hand)[axis] < LAG_CM[1]
    assert "by about 3 to 4.5 cm an axis" in task.instruction


def test_what_is_clipped_is_the_target_and_not_the_set_point():
    task = make("metaworld/reach-v3")
    task.reset(0)
    assert not task.step([0.59, 0.6, 0.2, 0.0]).info["saturated"]  # beyond the set-point's limits
    assert task.step([0.61, 0.6, 0.2, 0.0]).info["saturated"]
    assert "only that is called clipped" in task.instruction
    assert np.allclose(task.action.high, (0.6, 1.1, 0.6, 1.0))
