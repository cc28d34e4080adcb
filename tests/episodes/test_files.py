import io
import os
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from pools import assert_same, plain
from toy import PointTask

from robotrace.episodes import files, load_episode, rollout, save_episode
from robotrace.errors import RunError


@pytest.fixture
def episode():
    return rollout(lambda o: [*o["goal_pos"], 0.0], PointTask(), goal=3, feedback="hints")


def test_an_episode_survives_the_file_but_for_its_trace(tmp_path, episode):
    save_episode(episode, tmp_path / "e.npz")
    back = load_episode(tmp_path / "e.npz")
    assert_same(plain(back) | {"graph": 0}, plain(episode) | {"graph": 0})
    assert back.graph is None
    assert back.feedback.startswith("hints: solved in")


def test_the_parts_of_rewards_survive_it(tmp_path, episode):
    parts = {"near": np.arange(len(episode.rewards), dtype=float), "effort": -np.ones(len(episode.rewards))}
    save_episode(replace(episode, parts=parts), tmp_path / "e.npz")
    back = load_episode(tmp_path / "e.npz").parts
    assert {name: rows.tolist() for name, rows in back.items()} == {name: rows.tolist() for name, rows in parts.items()}


def test_the_same_episode_is_the_same_file(episode):
    assert files.encode(episode) == files.encode(episode)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_episode_is_an_error_that_names_it(tmp_path, content):
    (tmp_path / "e.npz").write_bytes(content)
    with pytest.raises(RunError, match=r"e\.npz is not a readable episode"):
        load_episode(tmp_path / "e.npz")


def rewritten(tmp_path, episode, **arrays):
    """The path of an episode's file with some arrays put in place of its own."""
    (tmp_path / "e.npz").write_bytes(files.encode(episode))
    with np.load(tmp_path / "e.npz") as file:
        kept = {name: file[name] for name in file.files}
    np.savez_compressed(tmp_path / "e.npz", **(kept | arrays))
    return tmp_path / "e.npz"


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"rewards": np.array([{}], dtype=object)}, "Object arrays cannot be loaded"),
        ({"rewards": np.zeros(3)}, "rewards: expected the shape"),
        ({"words": np.zeros(3)}, "words: expected one text"),
        ({"words": np.array("[" * 100_000)}, "."),
        ({"words": np.array("[]")}, "words: expected a dict, found list"),
        ({"observation.hand_pos": np.array([b"x"])}, "expected an array of numbers for 'hand_pos'"),
        ({"colour": np.zeros(3)}, "found colour amiss"),
    ],
)
def test_a_file_that_somebody_made_up_is_refused(tmp_path, episode, arrays, words):
    with pytest.raises(RunError, match=words):
        load_episode(rewritten(tmp_path, episode, **arrays))


def test_what_unpacks_to_more_than_an_episode_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "e.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.npy", bytes(100 << 20))
    with pytest.raises(RunError, match="found 3 of 314572800"):
        load_episode(tmp_path / "e.npz")


def test_an_array_that_announces_more_than_it_holds_is_refused(tmp_path):
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f8", "fortran_order": False, "shape": (1 << 45,)})
    with zipfile.ZipFile(tmp_path / "e.npz", "w") as archive:
        archive.writestr("words.npy", head.getvalue())
    with pytest.raises(RunError, match="is not a readable episode"):
        load_episode(tmp_path / "e.npz")


def test_no_link_is_followed_and_no_pipe_waited_for(tmp_path, episode):
    save_episode(episode, tmp_path / "true.npz")
    (tmp_path / "link.npz").symlink_to(tmp_path / "true.npz")
    os.mkfifo(tmp_path / "pipe.npz")
    for name in ("link.npz", "pipe.npz", "none.npz"):
        with pytest.raises(RunError, match=f"{name} is not a readable episode: expected a file"):
            load_episode(tmp_path / name)
