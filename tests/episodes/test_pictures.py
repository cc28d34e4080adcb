import io
from contextlib import nullcontext

import filmed
import numpy as np
import pytest
from filmed import FilmedPoint, grey
from PIL import Image
from robotrace.envs.shifted import Reversed, shifted
from toy import PointTask

import robotrace
from robotrace.episodes import Camera, ProcessPool, RolloutProblem, find_controller, rollout
from robotrace.episodes.pictures import keyframes, pictures_of, png
from robotrace.episodes.pool import EpisodeWork
from robotrace.errors import RenderError
from robotrace.opto import Case, Job

WALK = "def controller(observation):\n    return [0.05, 0.0, 0.0, 0.0]\n"


def walk(observation):
    return [0.05, 0.0, 0.0, 0.0]


def shades(pictures):
    found = [np.asarray(Image.open(io.BytesIO(file))) for file in pictures.pngs]
    assert {image.shape for image in found} == {(4, 8, 3)}
    return [int(image[0, 0, 0]) for image in found]


@pytest.mark.parametrize(
    ("lines", "length", "expected"),
    [
        ([], 50, [0, 12, 18, 25, 37, 50]),
        ([], 1, [0, 1]),
        ([], 3, [0, 1, 2, 3]),
        ([2] * 10 + [4] * 40, 50, [0, 10, 20, 30, 40, 50]),
        ([2] * 10 + [4] * 10 + [6] * 10 + [None] * 10 + [2] * 10, 50, [0, 10, 20, 30, 40, 50]),
        ([2, 4] * 25, 50, [0, 1, 17, 33, 49, 50]),
    ],
)
def test_keyframes_are_the_ends_the_changes_of_line_and_what_lies_between(lines, length, expected):
    assert keyframes({"controller": lines} if lines else {}, length) == expected


def test_an_episode_is_seen_at_its_own_timesteps():
    task = FilmedPoint()
    pictures = pictures_of(rollout(walk, task, goal=0), task)
    assert pictures.about == "Seen from above."
    assert pictures.captions == ("t=0, the start", "t=1", "t=2", "t=4", "t=6", "t=8, the end")
    assert task.opened == 0
    assert shades(pictures) == [grey(0.0), *[grey(0.05)] * 5]
    assert task.opened == 1


def test_without_a_camera_or_an_action_there_is_nothing_to_see():
    assert pictures_of(rollout(walk, PointTask()), PointTask()) is None
    failed = rollout(lambda observation: 1 / 0, FilmedPoint())
    assert pictures_of(failed, FilmedPoint()) is None


def test_a_camera_that_gives_no_picture_is_named():
    task = FilmedPoint()
    task.camera = Camera("", lambda: nullcontext(lambda: np.zeros((4, 8))))
    pictures = pictures_of(rollout(walk, task), task)
    with pytest.raises(RenderError, match=r"toy/point gave no picture.*found float64 \(4, 8\)"):
        pictures.pngs


def test_a_png_keeps_every_pixel():
    image = np.arange(4 * 8 * 3, dtype=np.uint8).reshape(4, 8, 3)
    assert (np.asarray(Image.open(io.BytesIO(png(image)))) == image).all()


def test_an_outcome_can_be_looked_at_and_an_untraced_one_cannot():
    task = FilmedPoint()
    problem = RolloutProblem(find_controller("blank"), task)
    candidate = problem.candidate({"controller": WALK})
    seen = problem.query(candidate, Case("train", 2))
    assert problem.query(candidate, Case("heldout", 2), traced=False).pictures is None
    assert task.opened == 0
    assert shades(seen.pictures)[-1] == grey(0.05)


def test_an_episode_of_another_process_is_drawn_in_this_one():
    task = robotrace.make(f"{filmed.__file__}:FilmedPoint", seed=3)
    problem = RolloutProblem(find_controller("blank"), task)
    job = Job(problem.candidate({"controller": WALK}), Case("train", 1))
    with ProcessPool(EpisodeWork.of(task, trust=True, answer=problem.answer), workers=1) as pool:
        [outcome] = pool.run([job])
    assert task.opened == 0
    assert shades(outcome.pictures)[-1] == grey(0.05)
    assert task.opened == 1


def test_a_shifted_task_is_seen_through_the_camera_of_the_true_robot():
    true = FilmedPoint()
    task = shifted(true, [Reversed()])
    assert task.camera is true.camera
    assert shifted(PointTask(), [Reversed()]).camera is None
