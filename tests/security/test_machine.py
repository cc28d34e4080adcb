"""Machines that are short of something: rights, room on the disk, or a folder for each trainer."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from siege import Siege

from robotrace.errors import RunError
from robotrace.opto import Candidate, Case, Outcome, Proposal, Variable
from robotrace.results import RunFolder, RunWriter, read_run
from robotrace.training import Schedule, train_problem

pytestmark = pytest.mark.slow

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to lose")
SOME = (
    "read_ssh_key",
    "proc_parent_environ",
    "write_file",
    "chmod",
    "tcp_ctypes",
    "os_system",
    "fork_bomb",
    "setuid_root",
)


class Threshold:
    """Make x large."""

    name, context = "threshold", "Make x large."
    variables = (Variable("x", "number", 0),)

    def cases(self, split):
        return [Case(split, index) for index in range(6)]

    def candidate(self, values):
        x = values.get("x", 0)
        return Candidate({"x": x}, f"x = {x}\n")

    def query(self, candidate, case, *, traced=True):
        return Outcome(case, candidate.values["x"] > case.index, float(candidate.values["x"]), "make x larger")


class Counting:
    """Proposes one number after the other."""

    name, model = "counting", None

    settings: ClassVar = {}

    def samples(self, evidence):
        return 1

    def propose(self, evidence, *, sample=0):
        return Proposal({"x": len(evidence.trials)}, prompt="What now? " * 100)


def train(path, **options):
    schedule = Schedule(iterations=7, goals=3, confirm=2, batch=3)
    return train_problem(Threshold(), Counting(), schedule=schedule, run=path, **options)


@AS_ROOT
@pytest.mark.parametrize("rights", ["-all", "-setuid,-setgid,-setpcap"])
def test_root_without_rights_is_kept_in_as_well(rights):
    with Siege(through=("setpriv", f"--bounding-set={rights}", "--inh-caps=-all")) as siege:
        assert siege.fallen(SOME) == {}
    with Siege(["seccomp"], through=("setpriv", f"--bounding-set={rights}", "--inh-caps=-all")) as siege:
        assert siege.fallen(["read_ssh_key", "write_file", "capabilities", "tcp_ctypes"]) == {}


def test_a_full_disk_ends_training_with_the_file_named_and_what_is_there_can_be_read_and_gone_on_with(tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))  # the kernel refuses what is larger
    try:
        with pytest.raises(RunError, match=rf"The disk is full: events.jsonl of the run '{tmp_path}/run' could not be"):
            train(tmp_path / "run")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    run = read_run(RunFolder(tmp_path / "run"))
    assert run.reason is None
    assert len(run.entries) > 0
    whole = train(tmp_path / "run", resume=True)
    assert (whole.reason, whole.best.values) == (train(tmp_path / "other").reason, {"x": 6})


def test_a_second_trainer_in_the_same_folder_is_refused(tmp_path):
    script = (
        "import sys\nfrom robotrace.results import RunFolder, RunWriter\n"
        "writer = RunWriter(RunFolder.create(sys.argv[1]))\nprint('writing', flush=True)\nsys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "run")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, **pipes) as first:
        assert first.stdout.readline() == "writing\n"
        with pytest.raises(RunError, match=r"run' is being written by another process: wait for it, or give another"):
            train(tmp_path / "run")
        first.kill()
        first.wait()
    assert train(tmp_path / "run").best.values == {"x": 6}  # the folder is free again


def test_a_run_that_is_being_written_can_be_read_but_not_gone_on_with(tmp_path):
    train(tmp_path / "run")
    with RunWriter(RunFolder(tmp_path / "run")):
        assert read_run(RunFolder(tmp_path / "run")).best.values == {"x": 6}
        with pytest.raises(RunError, match="is being written by another process"):
            train(tmp_path / "run", resume=True)


def test_two_trainers_in_two_folders_do_not_meet(tmp_path):
    with RunWriter(RunFolder.create(tmp_path / "first")):
        assert train(tmp_path / "second").best.values == {"x": 6}
    assert sorted(path.name for path in Path(tmp_path).iterdir()) == ["first", "second"]
