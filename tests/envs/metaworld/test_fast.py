"""The quicker simulators: what they share with stock Meta-World, and that they leave it alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metaworld.envs import sawyer_pick_place_v3 as module
from metaworld.sawyer_xyz_env import SawyerXYZEnv
from metaworld.utils import reward_utils
from robotrace.envs.metaworld import NAMES, draw_goals, fast
from robotrace.envs.metaworld.fast import quick, stock
from robotrace.envs.metaworld.scalar import Rotation, between, norm, tolerance
from scipy.spatial.transform import Rotation as StockRotation

from robotrace.errors import RobotraceError

pytestmark = pytest.mark.slow

numbers = st.floats(-1e150, 1e150)


def outcome(function, *arguments, **options):
    """What a call gives, to the bit and to the type, or the words of its error."""
    try:
        value = function(*arguments, **options)
    except ValueError as error:
        return str(error)
    return type(value), np.asarray(value).tobytes()


@given(st.integers(0, 2**32 - 1))
def test_a_rotation_has_scipys_quaternion(seed):
    matrix = StockRotation.random(random_state=seed).as_matrix()
    assert outcome(Rotation.from_matrix(matrix).as_quat) == outcome(StockRotation.from_matrix(matrix).as_quat)


@pytest.mark.parametrize("turn", [[0, 0, 0], [np.pi, 0, 0], [0, np.pi, 0], [0, 0, np.pi], [0, 0, np.pi / 2], [2, 2, 2]])
def test_right_angles_and_half_turns_too(turn):
    matrix = StockRotation.from_rotvec(turn).as_matrix()
    assert outcome(Rotation.from_matrix(matrix).as_quat) == outcome(StockRotation.from_matrix(matrix).as_quat)


@given(numbers, numbers, numbers, numbers, st.sampled_from(["long_tail", "gaussian", "linear"]))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_tolerance_is_meta_worlds_for_all_floats_and_refuses_what_that_refuses(x, lower, upper, margin, sigmoid):
    for kind in (float, np.float64):
        given = {"bounds": (lower, upper), "margin": kind(margin), "sigmoid": sigmoid}
        assert outcome(tolerance, kind(x), **given) == outcome(reward_utils.tolerance, kind(x), **given)


@given(st.floats(0, 1), st.floats(0, 0.1), st.floats(1e-6, 1))
def test_a_tolerance_is_meta_worlds_at_the_scale_of_a_table(x, radius, margin):
    given = {"bounds": (0, radius), "margin": margin, "sigmoid": "long_tail"}
    assert outcome(tolerance, np.float64(x), **given) == outcome(reward_utils.tolerance, np.float64(x), **given)


@pytest.mark.parametrize("x", [np.float32(0.3), 1, np.array([0.1, 0.9])])
def test_a_tolerance_of_another_type_is_meta_worlds(x):
    given = {"bounds": (0, 0.2), "margin": 0.5, "sigmoid": "long_tail"}
    assert outcome(tolerance, x, **given) == outcome(reward_utils.tolerance, x, **given)


@given(st.lists(numbers, min_size=3, max_size=8))
def test_a_norm_is_numpys(values):
    vector = np.array(values)
    for x in (vector, vector[::2], vector[::-1], values, np.array([vector, vector])):
        assert outcome(norm, x) == outcome(np.linalg.norm, x)
    assert outcome(norm, vector, 1) == outcome(np.linalg.norm, vector, 1)


@given(st.lists(st.floats(-1e10, 1e10), min_size=1, max_size=8))
def test_a_norm_of_order_two_is_numpys(values):
    vector = np.array(values)
    assert outcome(norm, vector, ord=2) == outcome(np.linalg.norm, vector, ord=2)
    assert outcome(norm, vector.astype(np.float32)) == outcome(np.linalg.norm, vector.astype(np.float32))


@given(numbers)
def test_a_norm_of_a_float_is_numpys(x):
    for kind in (float, np.float64):
        assert outcome(norm, kind(x)) == outcome(np.linalg.norm, kind(x))


@given(st.floats(), st.floats(-1, 0), st.floats(0, 1))
def test_a_float_between_two_is_numpys_clip(x, low, high):
    assert np.array_equal(between(x, low, high), np.clip(x, low, high), equal_nan=True)


def test_another_meta_world_is_refused_in_one_line(monkeypatch):
    quick.cache_clear()
    monkeypatch.setattr(fast, "version", lambda _: "3.0.0")
    with pytest.raises(RobotraceError) as refusal:
        quick("reach-v3")
    assert str(refusal.value) == (
        "metaworld/reach-v3 is made for metaworld 3.1.1; found 3.0.0. Install that one: pip install metaworld==3.1.1"
    )


def test_meta_worlds_own_classes_and_modules_are_left_alone():
    before = {**vars(SawyerXYZEnv)}, {**vars(stock("pick-place-v3"))}, {**vars(module)}
    quick.cache_clear()
    cls = quick("pick-place-v3")
    assert ({**vars(SawyerXYZEnv)}, {**vars(stock("pick-place-v3"))}, {**vars(module)}) == before
    assert module.Rotation is StockRotation
    assert cls is quick("pick-place-v3")
    assert issubclass(cls, stock("pick-place-v3"))
    assert stock("pick-place-v3").touching_object is SawyerXYZEnv.touching_object is not cls.touching_object


@pytest.mark.parametrize("name", NAMES[::7])
def test_a_reset_leaves_the_simulator_in_the_state_that_two_passes_leave_it_in(name):
    ours, theirs = quick(name)(), stock(name)()
    for task in draw_goals(name, 1)[:6]:
        for env in (ours, theirs):
            env.set_task(task)
            env.reset()
        for part in ("qpos", "qvel", "qacc_warmstart", "ctrl", "mocap_pos", "mocap_quat", "xpos", "geom_xpos", "time"):
            assert np.array_equal(getattr(ours.data, part), getattr(theirs.data, part))
        for part in ("body_pos", "body_quat", "site_pos", "geom_pos"):
            assert np.array_equal(getattr(ours.model, part), getattr(theirs.model, part))


def test_what_meta_world_refuses_is_refused_in_its_words():
    env = quick("reach-v3")()
    with pytest.raises(RuntimeError, match=r"call env\.set_task before"):
        env.step(np.zeros(4))
    with pytest.raises(RuntimeError, match=r"call env\.set_task before"):
        env.evaluate_state(np.zeros(39), np.zeros(4))
    env.set_task(draw_goals("reach-v3", 0)[0])
    env.max_path_length = 1
    env.reset()
    with pytest.raises(AssertionError, match="size 4, got 3"):
        env.step(np.zeros(3))
    assert env.step(np.zeros(4))[3] is True
    with pytest.raises(ValueError, match="must reset the env"):
        env.step(np.zeros(4))
