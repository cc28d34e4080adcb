"""What an optimizer may be shown of a run is kept in its folder, for pictures and tables that are made later."""

import numpy as np
import pytest
from filmed import FilmedPoint
from toy import PointTask

from robotrace import OptoPrime, train
from robotrace.episodes import load_episode
from robotrace.episodes.pictures import pictures_of
from robotrace.llm import ScriptedChat
from robotrace.opto import Artifacts, Case, Outcome, TrialId
from robotrace.results import RunFolder, RunWriter

pytestmark = pytest.mark.slow

WORSE = "### variable: controller\n```python\ndef controller(observation):\n    return [-1.0, -1.0, -1.0, 0.0]\n```\n"
BETTER = (
    "### variable: controller\n```python\ndef controller(observation):\n    x, y, z = observation['goal_pos']\n"
    "    return [x, y, z, 0.0]\n```\n"
)


def run(folder, *replies, task=None, **options):
    settings = {"goals": 2, "confirm": 0, "heldout": 2, "iterations": len(replies), "retries": 0, "trust": True}
    return train(
        "blank",
        task or PointTask(),
        optimizer=OptoPrime(chat=ScriptedChat(list(replies))),
        run=folder,
        **settings | options,
    )


def names(folder):
    return sorted(path.name for path in (folder / "episodes").glob("*"))


@pytest.fixture
def folder(tmp_path):
    run(tmp_path / "run", WORSE, BETTER)
    return tmp_path / "run"


def test_the_start_each_best_and_what_failed_are_kept_and_nothing_held_out(folder):
    assert names(folder) == [f"00{trial}-train-00{goal}.npz" for trial in range(3) for goal in range(2)]
    start, best = (load_episode(folder / "episodes" / f"00{trial}-train-001.npz") for trial in (0, 2))
    assert (start.case, start.success, best.success) == (Case("train", 1), False, True)
    assert best.feedback.startswith("facts: solved in")
    assert best.observations["hand_pos"].shape == (len(best) + 1, 3)


def test_pictures_are_drawn_from_what_is_kept(tmp_path):
    run(tmp_path / "run", task=FilmedPoint())
    kept = load_episode(tmp_path / "run" / "episodes" / "000-train-000.npz")
    task = FilmedPoint()
    pngs = pictures_of(kept, task).pngs
    assert (len(pngs), task.opened) == (6, 1)


def test_a_resumed_run_writes_none_twice(folder):
    before = {name: (folder / "episodes" / name).stat().st_mtime_ns for name in names(folder)}
    run(folder, iterations=2, resume=True)
    assert {name: (folder / "episodes" / name).stat().st_mtime_ns for name in names(folder)} == before


@pytest.mark.parametrize(("every", "indices"), [(True, range(1, 9)), (False, range(1, 6))])
def test_failures_come_first_and_their_number_is_bounded(tmp_path, every, indices):
    def outcome(index, success):
        return Outcome(
            Case("train", index), success, 0.0, "", artifacts=Artifacts(files={".npz": lambda: b"%d" % index})
        )

    outcomes = [outcome(0, True)] if not every else []
    outcomes += [outcome(index, index > 5) for index in range(1, 20)]
    with RunWriter(RunFolder.create(tmp_path / "run")) as writer:
        writer.episodes(TrialId(1), outcomes, all_of_them=every)
    assert names(tmp_path / "run") == [f"001-train-00{index}.npz" for index in indices]
    assert (tmp_path / "run" / "episodes" / "001-train-005.npz").read_bytes() == b"5"


def test_where_nothing_is_traced_nothing_is_shown_and_nothing_kept(tmp_path):
    result = train(
        "reach", PointTask(), optimizer="tune", goals=1, confirm=0, heldout=0, iterations=1, run=tmp_path / "run"
    )
    assert result.entries
    assert names(tmp_path / "run") == []


def test_an_outcome_hands_out_its_episode():
    from pools import GOOD, point_problem

    problem = point_problem(level="facts")
    outcome = problem.query(problem.candidate({"controller": GOOD}), Case("train", 0))
    assert np.array_equal(outcome.artifacts.episode.rewards.mean(), outcome.score)
    assert "artifacts" not in repr(outcome)


def test_whatever_files_a_problem_gives_are_kept_beside_each_other(tmp_path):
    files = {".npz": lambda: b"record", ".mp4": lambda: b"film"}
    outcome = Outcome(Case("train", 3), False, 0.0, "", artifacts=Artifacts(files=files))
    with RunWriter(RunFolder.create(tmp_path / "run")) as writer:
        writer.episodes(TrialId(2), [outcome], all_of_them=True)
    assert names(tmp_path / "run") == ["002-train-003.mp4", "002-train-003.npz"]
