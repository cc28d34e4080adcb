"""Pictures of the simulator: they need an OpenGL library, and skip with the reason where none draws."""

import io

import numpy as np
import pytest
from PIL import Image
from robotrace.envs.metaworld import camera
from robotrace.envs.shifted import Mirrored, shifted

import robotrace
from robotrace.episodes.attempt import attempt
from robotrace.episodes.pictures import pictures_of
from robotrace.errors import RenderError
from robotrace.opto import Case

# Where no driver is, the bindings also fail to tidy up after themselves.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

LIFT = "def controller(observation):\n    x, y, z = observation['hand_pos']\n    return [x, y, 0.4, -1.0]\n"


def taken(task, text=LIFT):
    """The pictures of an episode, as arrays."""
    episode = attempt(text, task, Case("train", 0), sandbox=None)
    return [np.asarray(Image.open(io.BytesIO(png))) for png in pictures_of(episode, task).pngs]


@pytest.fixture(scope="module")
def pictures():
    try:
        return taken(robotrace.make("pick-place-v3", horizon=6))
    except RenderError as error:
        pytest.skip(f"no picture can be drawn here: {error}")


@pytest.fixture(scope="module")
def brief(pictures):
    return taken(robotrace.make("pick-place-v3", horizon=2))


def test_they_are_small_and_show_something(pictures):
    assert [image.shape for image in pictures] == [(360, 480, 3)] * 6
    assert all(image.dtype == np.uint8 and image.std() > 20 for image in pictures)


def test_they_are_upright_and_not_mirrored(pictures):
    first, last = (_fingers(image) for image in (pictures[0], pictures[-1]))
    assert last[0] < first[0] - 20  # a hand that rises moves to the upper rows
    away = "def controller(observation):\n    x, y, z = observation['hand_pos']\n    return [x, 0.8, z, -1.0]\n"
    first, *_, last = (_fingers(image) for image in taken(robotrace.make("pick-place-v3", horizon=6), away))
    assert last[1] > first[1] + 20  # one that goes away from the robot moves to the right


def test_the_same_episode_gives_the_same_pictures(brief):
    again = taken(robotrace.make("pick-place-v3", horizon=2))
    assert all((one == other).all() for one, other in zip(brief, again, strict=True))


def test_a_shifted_robot_is_seen_where_it_really_is(brief):
    lifts = LIFT.replace("0.4", "-0.4")
    seen = taken(shifted(robotrace.make("pick-place-v3", horizon=2), [Mirrored("z")]), lifts)
    assert all((one == other).all() for one, other in zip(brief, seen, strict=True))


def test_a_machine_that_cannot_draw_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(camera, "backend", lambda: None)
    with pytest.raises(RenderError, match="apt-get install libegl1"):
        taken(robotrace.make("reach-v3", horizon=2))


def test_a_library_that_fails_is_named_with_what_it_said(monkeypatch):
    monkeypatch.setattr(camera, "backend", lambda: "egl")
    monkeypatch.setattr(camera.importlib, "import_module", lambda name: int(f"no {name}"))
    with pytest.raises(RenderError, match=r"OpenGL \(egl: ValueError: .*'no mujoco.egl'\); install one"):
        taken(robotrace.make("reach-v3", horizon=2))


def test_a_context_that_cannot_be_drawn_in_is_the_same(monkeypatch):
    import mujoco

    def fail(*_):
        raise mujoco.FatalError("an OpenGL platform library has not been loaded")

    monkeypatch.setattr(mujoco, "MjrContext", fail)
    with pytest.raises(RenderError, match="No pictures can be drawn"):
        taken(robotrace.make("reach-v3", horizon=2))


def _fingers(image):
    """The mean row and column of the turquoise finger."""
    red, green, blue = (image[..., channel].astype(int) for channel in range(3))
    rows, columns = np.nonzero((green > 120) & (blue > 120) & (red < 60))
    return rows.mean(), columns.mean()
