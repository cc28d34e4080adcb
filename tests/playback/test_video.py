"""An episode as a film: what each frame shows, in every kind of file."""

import numpy as np
import pytest
from filmed import FilmedPoint, grey
from PIL import Image
from toy import PointTask

from robotrace.episodes import rollout
from robotrace.errors import OptionError, RenderError
from robotrace.playback.caption import caption, captioned
from robotrace.playback.frames import every, frames
from robotrace.playback.lines import Lines
from robotrace.playback.video import film

TEXT = "def controller(observation):\n    return [0.05, 0.0, 0.0, 0.0]\n"


def walk(observation):
    return [0.05, 0.0, 0.0, 0.0]


@pytest.fixture
def played():
    task = FilmedPoint()
    return rollout(walk, task, traced=False), task, Lines(TEXT, (2,) * 8, {"controller": (2,) * 8})


def test_moments_are_spread_and_hold_both_ends():
    assert every(3, 250) == [0, 1, 2, 3]
    assert every(100, 5) == [0, 25, 50, 75, 100]
    assert every(0, 9) == [0]


def test_frames_are_those_of_the_timesteps_that_are_asked_for(played):
    episode, task, _ = played
    assert [(t, int(image[0, 0, 0])) for t, image in frames(episode, task, [0, 3])] == [(0, grey(0)), (3, grey(0.05))]


def test_a_task_without_a_camera_is_named():
    with pytest.raises(RenderError, match="toy/point cannot be drawn"):
        frames(rollout(walk, PointTask(), traced=False), PointTask())


def test_a_caption_has_the_timestep_the_line_and_the_success(played):
    episode, _, lines = played
    assert caption(episode, lines, 0) == (
        "toy/point, goal 0   t=0 of 8",
        "line 2: return [0.05, 0.0, 0.0, 0.0]",
        "not solved yet",
    )
    assert caption(episode, lines, 8)[2] == "failed"


def test_a_failure_is_named_at_the_end():
    episode = rollout(lambda seen: [1.0] * (4 if seen["hand_pos"][0] < 0.15 else 3), FilmedPoint(), traced=False)
    when, why, end = caption(episode, Lines("", (None, None), {}), len(episode))
    assert (when[:30], end) == ("toy/point, goal 0   t=2 of 2  ", "failed: invalid action")
    assert "3" in why


def test_captions_of_strangers_are_one_line_without_control_characters(played):
    episode, _, _ = played
    odd = Lines('x = "\x1b[31m"; return 0\n', (1,) * 8, {"controller": (1,) * 8})
    assert caption(episode, odd, 0)[1] == 'line 1: x = "\\x1b[31m"; return 0'


def test_a_captioned_frame_has_even_sides_and_the_frame_on_top():
    page = captioned(np.full((33, 401, 3), 200, dtype=np.uint8), ("a", "b", "c"))
    assert page.shape == (100, 402, 3)
    assert (page[:33, :401] == 200).all()
    assert page[40:].max() > 100


@pytest.mark.parametrize("ending", [".gif", ".webp"])
def test_pictures_that_move(played, tmp_path, ending):
    path = film(*played, tmp_path / "new" / f"a{ending}", fps=5)
    with Image.open(path) as shown:
        assert shown.n_frames >= 9
        assert shown.size == (320, 70)


def test_a_film(played, tmp_path):
    import imageio_ffmpeg

    path = film(*played, tmp_path / "a.mp4", fps=5)
    frames_found, _ = imageio_ffmpeg.count_frames_and_secs(str(path))
    assert frames_found == 9 + 4


def test_an_unknown_ending_is_refused_before_anything_is_drawn(played, tmp_path):
    episode, task, lines = played
    with pytest.raises(OptionError, match=r"ends in \.mp4, \.gif, \.webp; found '.*a\.avi'"):
        film(episode, task, lines, tmp_path / "a.avi")
    assert task.opened == 0


def test_without_ffmpeg_the_package_is_named(played, tmp_path, monkeypatch):
    import imageio_ffmpeg

    def nowhere():
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", nowhere)
    with pytest.raises(RenderError, match=r"install the package ffmpeg .*imageio-ffmpeg"):
        film(*played, tmp_path / "a.mp4")
