"""Who writes a run, and that looking at it stops nobody."""

import threading
import time

import pytest
from fake_runs import write_run

from robotrace.errors import RunError
from robotrace.results import RunFolder, RunWriter
from robotrace.results.claim import is_written


def test_a_run_is_written_while_its_writer_has_it(tmp_path):
    write_run(tmp_path / "run", [0])
    folder = RunFolder(tmp_path / "run")
    assert is_written(folder) is False
    with RunWriter(folder):
        assert is_written(folder) is True
    assert is_written(folder) is False


def test_there_is_nothing_to_be_written(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        is_written(RunFolder(tmp_path))


def test_a_writer_waits_for_one_who_only_looks(tmp_path):
    import fcntl

    write_run(tmp_path / "run", [0])
    folder = RunFolder(tmp_path / "run")
    with folder.events.open() as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        threading.Thread(target=lambda: (time.sleep(0.03), fcntl.flock(looking, fcntl.LOCK_UN))).start()
        RunWriter(folder).close()
    with RunWriter(folder), pytest.raises(RunError, match="is being written by another process"):
        RunWriter(folder)
