"""The doctor's canaries: each is kept in for the reason that it states, and escapes where the layer is taken away."""

import os
import sys

import pytest

from robotrace.sandbox import Limits, Sandbox, doctor, level, process

pytestmark = pytest.mark.slow

ROWS = ["level", "an honest program works", *doctor.CANARIES]
HELD = ("an endless loop is stopped", "a crash stays in its process")
"""What a process of its own does, which nothing takes away."""
UNLOCKED = """
from robotrace.sandbox import landlock, privileges, seccomp
seccomp.available = lambda: False
landlock.abi = lambda: 0
privileges.limit = lambda memory, cpu_seconds: None
"""
UNLIMITED = "from robotrace.sandbox import privileges\nprivileges.limit = lambda memory, cpu_seconds: None\n"
BY_SECCOMP = {
    "reads no file", "writes no file", "reaches no network", "starts no program", "starts no process", "starts no thread",
    "signals nobody", "makes no executable memory",
}  # fmt: skip


@pytest.fixture
def with_module(tmp_path, monkeypatch):
    """Have a text loaded into the zygote before it gives up anything."""

    def load(text):
        (tmp_path / "taken_away.py").write_text(text)
        monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
        tmp_path.chmod(0o755)
        return ("taken_away",)

    return load


def escaped(sandbox):
    with doctor._places() as places:
        return {row.name for row in doctor.tried(sandbox, places) if row.detail == doctor.ESCAPED}


def test_every_canary_is_kept_in_for_the_reason_that_it_states(sandbox):
    rows = doctor.checks()
    assert [row.name for row in rows] == ROWS
    assert [row for row in rows if not row.ok] == []
    said = {row.name: row.detail for row in rows}
    assert said["makes no executable memory"] == "Operation not permitted"
    assert said["memory is limited"] == "MemoryError between 64 and 320 MB"
    assert "SIGABRT" in said["a crash stays in its process"]
    for name in BY_SECCOMP - {"starts no thread", "makes no executable memory"}:
        assert "[Errno 1] Operation not permitted" in said[name]


def test_without_its_layers_every_canary_escapes(with_module, monkeypatch):
    monkeypatch.setattr(process, "ENVIRONMENT", process.ENVIRONMENT | {"SHELL_TOKEN": "leaked"})
    monkeypatch.setattr(doctor.secrets, "token_hex", lambda size: "leaked")
    with Sandbox(doctor.QUICK, strict=False, preload=with_module(UNLOCKED)) as sandbox:
        assert escaped(sandbox) == set(doctor.CANARIES) - set(HELD)


@pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp")
def test_seccomp_by_itself_keeps_in_what_is_said_to_be_its_work(with_module):
    with Sandbox(doctor.QUICK, strict=False, landlock=False, preload=with_module(UNLIMITED)) as sandbox:
        assert escaped(sandbox) == {"memory is limited"}


def test_a_larger_limit_lets_the_memory_be_had(sandbox):
    source = doctor.CANARIES["memory is limited"].source
    with Sandbox(Limits(memory_mb=1024)) as roomy:
        assert roomy.call(source, "attempt") == "escaped"
    with Sandbox(doctor.QUICK) as narrow:
        assert narrow.call(source, "attempt") == "MemoryError between 64 and 320 MB"


def test_a_longer_budget_lets_a_loop_come_to_its_end():
    wait = "    end = time.perf_counter() + 0.8\n    while time.perf_counter() < end: pass\n"
    source = f"import time\ndef attempt():\n{wait}    return 'escaped'"
    with Sandbox(Limits(act_seconds=5.0)) as patient:
        assert patient.call(source, "attempt") == "escaped"


def test_a_canary_that_fails_for_another_reason_has_shown_nothing(monkeypatch):
    wrong = doctor.Canary("import mmap\ndef attempt(): return 'escaped'", doctor.REFUSED)
    monkeypatch.setattr(doctor, "CANARIES", {"makes no executable memory": wrong})
    (row,) = [row for row in doctor.checks() if row.name == "makes no executable memory"]
    assert not row.ok
    assert "'mmap' cannot be imported" in row.detail


def test_the_secret_is_gone_afterwards(sandbox):
    doctor.checks()
    assert doctor.SECRET not in os.environ


def test_without_room_for_a_file_the_doctor_says_so(monkeypatch):
    def full(*args, **kwargs):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(doctor.tempfile, "TemporaryDirectory", full)
    (row,) = doctor.checks()
    assert (row.name, row.ok) == ("level", False)
    assert "nothing was tried: no temporary file" in row.detail
