from pathlib import Path

import pytest

from robotrace.errors import RunError
from robotrace.opto import Case, TrialId
from robotrace.results import RunFolder


def test_names_of_the_files():
    folder = RunFolder("runs/one")
    names = [
        folder.config,
        folder.events,
        folder.metrics,
        folder.best,
        folder.code(TrialId(3)),
        folder.prompt(TrialId(3, 1)),
        folder.reply(TrialId(3, 0, 1)),
        folder.episode(TrialId(3), Case("heldout", 7)),
        folder.plot(),
        folder.plot(".svg"),
    ]
    assert [path.relative_to("runs/one").as_posix() for path in names] == [
        "config.json",
        "events.jsonl",
        "metrics.csv",
        "best.py",
        "code/003.py",
        "prompts/003-1.md",
        "replies/003-0-1.md",
        "episodes/003-heldout-007.npz",
        "plot.png",
        "plot.svg",
    ]


def test_create_makes_the_folder_and_its_parents(tmp_path):
    folder = RunFolder.create(tmp_path / "a" / "b")
    assert folder.path.is_dir()
    assert folder.name == "b"
    assert not folder.exists


def test_create_refuses_a_run(tmp_path):
    (tmp_path / "events.jsonl").write_text('{"n": 0, "event": "start"}\n')
    with pytest.raises(RunError, match=r"exists already: resume it with --resume, or give another name"):
        RunFolder.create(tmp_path)


def test_create_refuses_a_folder_of_other_files(tmp_path):
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(RunError, match=r"holds 'thesis.tex', which is not a run's"):
        RunFolder.create(tmp_path)


def test_create_refuses_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot be made: File exists"):
        RunFolder.create(tmp_path / "file")


def test_a_run_killed_before_its_first_event_may_be_created_again(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "events.jsonl").write_text('{"n": 0, "eve')
    assert RunFolder.create(tmp_path) == RunFolder(tmp_path)


def test_fresh_takes_the_first_free_number(tmp_path):
    root = tmp_path / "results"
    assert RunFolder.fresh(root, "reach-v3-induce").path == root / "reach-v3-induce-001"
    (root / "reach-v3-induce-002").write_text("in the way")
    assert RunFolder.fresh(root, "reach-v3-induce").path == Path(root / "reach-v3-induce-003")


def test_fresh_says_where_it_could_not(tmp_path):
    (tmp_path / "results").write_text("a file")
    with pytest.raises(RunError, match=r"No run folder can be made in .*results.*Choose another with --run"):
        RunFolder.fresh(tmp_path / "results", "x")


def test_pictures_stand_beside_the_prompts(tmp_path):
    folder = RunFolder(tmp_path)
    assert folder.picture(TrialId(7), 1) == tmp_path / "prompts" / "007.1.png"
    assert folder.picture(TrialId(7, 1), 2) == tmp_path / "prompts" / "007-1.2.png"


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("push-v3-tune", "push-v3-tune-001"),
        ("../../up", "up-001"),
        ("reach-/tmp/x.py:Mine", "reach-tmp-x.py-Mine-001"),
        ("\x1b[31m", "31m-001"),
        ("...", "run-001"),
        ("a" * 300, "a" * 100 + "-001"),
        ("stick-pull-v3@SHIFT10-optoprime+tune", "stick-pull-v3@SHIFT10-optoprime+tune-001"),
    ],
)
def test_a_fresh_folder_stays_where_runs_are(tmp_path, stem, name):
    assert RunFolder.fresh(tmp_path / "runs", stem).path == tmp_path / "runs" / name
