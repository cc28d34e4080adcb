"""Faults of the machine: noticed, mended, and never told of as a failure of the policy."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from robotrace.errors import PolicyCrash, PolicyFailure, PolicyTimeout, SandboxUnavailable
from robotrace.sandbox import Limits, Sandbox, level, process

HONEST = "def controller(observation): return observation['hand'] + 1"
LOOP = "def controller(observation):\n    while True: pass"
OBSERVATION = {"hand": np.zeros(3)}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp"),
]


def zygote(sandbox):
    (found,) = [found for found in sandbox._zygotes.values() if found.alive]
    return found.pid


def open_descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident_mb(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def children(pid):
    return len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def use(sandbox, times):
    for _ in range(times):
        with sandbox.load(HONEST) as policy:
            assert policy.act(OBSERVATION).tolist() == [1.0, 1.0, 1.0]


def at_rest(sandbox):
    """No policy waits, and all that were closed are collected."""
    sandbox._spare.close()
    until = time.monotonic() + 10
    while children(zygote(sandbox)) and time.monotonic() < until:
        time.sleep(0.02)


def test_hundreds_of_policies_leave_no_descriptor_no_process_no_megabyte():
    with Sandbox() as sandbox:
        use(sandbox, 50)
        at_rest(sandbox)
        pids = (os.getpid(), zygote(sandbox))
        before = [(open_descriptors(pid), resident_mb(pid)) for pid in pids]
        use(sandbox, 300)
        at_rest(sandbox)
        after = [(open_descriptors(pid), resident_mb(pid)) for pid in pids]
        assert zygote(sandbox) == pids[1]
        assert children(pids[1]) == 0
        assert [count for count, _ in after] == [count for count, _ in before]
        assert [now - then < 1.0 for (_, now), (_, then) in zip(after, before, strict=True)] == [True, True]


def test_failed_policies_leave_nothing_either():
    sources = [
        "def controller(",
        LOOP,
        "import os\ndef controller(o): os._exit(7)",
        "import os\nos.write(3, b'x' * 99)",
    ]
    limits = Limits(load_seconds=1.0, act_seconds=0.05)

    def fail():
        for source in sources:
            with pytest.raises(PolicyFailure), sandbox.load(source) as policy:
                policy.act(OBSERVATION)

    with Sandbox(limits) as sandbox:
        fail()
        pids = (os.getpid(), zygote(sandbox))
        before = [open_descriptors(pid) for pid in pids]
        for _ in range(5):
            fail()
        at_rest(sandbox)
        assert [open_descriptors(pid) for pid in pids] == before
        assert (zygote(sandbox), children(pids[1])) == (pids[1], 0)


def test_a_hung_zygote_is_replaced_when_the_next_policy_is_loaded(monkeypatch):
    monkeypatch.setattr(process, "ANSWER_SECONDS", 1.0)
    with Sandbox() as sandbox:
        use(sandbox, 1)
        hung = zygote(sandbox)
        os.kill(hung, signal.SIGSTOP)
        use(sandbox, 1)
        assert zygote(sandbox) != hung
        assert not Path(f"/proc/{hung}").exists()


def test_a_policy_goes_on_while_its_zygote_hangs(monkeypatch):
    monkeypatch.setattr(process, "ANSWER_SECONDS", 0.5)
    with Sandbox() as sandbox, sandbox.load(HONEST) as policy:
        os.kill(zygote(sandbox), signal.SIGSTOP)
        assert policy.act(OBSERVATION).tolist() == [1.0, 1.0, 1.0]


def test_a_policy_that_is_lost_with_a_hung_zygote_is_not_blamed(monkeypatch):
    monkeypatch.setattr(process, "ANSWER_SECONDS", 0.5)
    with Sandbox() as sandbox:
        policy = sandbox.load(HONEST)
        os.kill(zygote(sandbox), signal.SIGSTOP)
        os.kill(policy.pid, signal.SIGKILL)
        with pytest.raises(SandboxUnavailable, match="does not answer"):
            policy.act(OBSERVATION)
        policy.close()
        use(sandbox, 1)


def test_a_worker_that_is_killed_from_outside_is_told_and_the_next_one_works():
    with Sandbox() as sandbox:
        with sandbox.load(HONEST) as policy:
            os.kill(policy.pid, signal.SIGKILL)
            with pytest.raises(PolicyCrash, match="was killed by SIGKILL during act"):
                policy.act(OBSERVATION)
        use(sandbox, 1)


def test_a_worker_that_is_stopped_from_outside_is_ended_when_its_time_is_up():
    with Sandbox(Limits(act_seconds=0.1)) as sandbox:
        with sandbox.load(HONEST) as policy:
            os.kill(policy.pid, signal.SIGSTOP)
            with pytest.raises(PolicyTimeout, match=r"act took longer than 0\.1 s"):
                policy.act(OBSERVATION)
        at_rest(sandbox)
        assert children(zygote(sandbox)) == 0


def test_threads_survive_the_loss_of_the_zygote_that_they_share():
    outcomes = []

    def work():
        for _ in range(8):
            try:
                use(sandbox, 1)
                outcomes.append("acted")
            except SandboxUnavailable:
                outcomes.append("lost")

    with Sandbox() as sandbox:
        use(sandbox, 1)
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        os.kill(next(iter(sandbox._zygotes.values())).pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
        use(sandbox, 1)
        assert len(outcomes) == 32
        assert outcomes.count("lost") <= 4  # what each thread was doing at that moment
