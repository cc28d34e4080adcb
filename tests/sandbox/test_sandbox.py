import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from robotrace.errors import OptionError, PolicyError, PolicyTimeout, SandboxUnavailable
from robotrace.sandbox import Limits, Sandbox, level

pytestmark = pytest.mark.slow

HONEST = "def controller(observation): return observation['hand'] + 1"
OBSERVATION = {"hand": np.zeros(3)}


COLLECTED = "import gc\n\n\ndef controller():\n    return gc.isenabled()\n"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int, seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def test_the_level_is_what_the_machine_has(sandbox):
    assert sandbox.level == level()


def test_a_call_takes_and_returns_plain_data(sandbox):
    source = "import numpy as np\ndef swap(a, b): return {'b': b, 'a': (a, np.arange(2), None)}"
    answer = sandbox.call(source, "swap", [1, "x"], {"y": np.ones(2)})
    assert answer["b"]["y"].tolist() == [1.0, 1.0]
    assert answer["a"][0] == [1, "x"]
    assert answer["a"][1].tolist() == [0, 1]


def test_a_call_of_what_is_not_plain_returns_its_repr(sandbox):
    assert sandbox.call("def f(): return print", "f") == "<built-in function print>"


def test_an_answer_that_is_too_long_is_an_error(sandbox):
    with pytest.raises(PolicyError, match="the answer takes 20000002 bytes, more than 16777216"):
        sandbox.call("def f(): return 'x' * 20_000_000", "f")


def test_threads_share_a_sandbox(sandbox):
    actions = {}

    def work(number):
        with sandbox.load(f"def controller(o): return o['hand'] + {number}") as policy:
            actions[number] = [policy.act(OBSERVATION)[0] for _ in range(20)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert actions == {number: [float(number)] * 20 for number in range(6)}


def test_all_calls_together_have_a_budget():
    wait = "    end = time.perf_counter() + 0.6\n    while time.perf_counter() < end: pass\n"
    source = f"import time\ndef controller(o):\n{wait}    return [1]"
    with Sandbox(Limits(act_seconds=5.0, episode_seconds=1.0)) as sandbox, sandbox.load(source) as policy:
        policy.act(OBSERVATION)
        with pytest.raises(PolicyTimeout, match=r"episode took longer than 1 s"):
            policy.act(OBSERVATION)


def test_closing_ends_every_process():
    with Sandbox() as sandbox:
        policy = sandbox.load(HONEST)
        pids = [policy.pid, *(zygote.pid for zygote in sandbox._zygotes.values())]
        assert all(map(alive, pids))
    assert all(map(gone, pids))
    policy.close()


def test_a_lost_zygote_is_replaced_and_no_policy_blamed():
    with Sandbox() as sandbox:
        policy = sandbox.load(HONEST)
        (zygote,) = sandbox._zygotes.values()
        os.kill(zygote.pid, signal.SIGKILL)
        assert gone(policy.pid)
        with pytest.raises(SandboxUnavailable):
            policy.act(OBSERVATION)
        policy.close()
        with sandbox.load(HONEST) as policy:
            assert policy.act(OBSERVATION).tolist() == [1.0, 1.0, 1.0]


def test_nothing_outlives_a_runner_that_is_killed():
    script = (
        "import time\nfrom robotrace.sandbox import Sandbox\nsandbox = Sandbox()\n"
        f"policy = sandbox.load({HONEST!r})\n"
        "print(policy.pid, *(zygote.pid for zygote in sandbox._zygotes.values()), flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as runner:
        pids = [int(word) for word in runner.stdout.readline().split()]
        assert len(pids) == 2
        runner.kill()
    assert all(gone(pid) for pid in pids)


def test_many_policies_leave_no_descriptor_and_no_process(sandbox):
    sandbox.load(HONEST).close()
    sandbox.close()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(40):
        with sandbox.load(HONEST) as policy:
            policy.act(OBSERVATION)
    (zygote,) = (it.pid for it in sandbox._zygotes.values())
    sandbox.close()
    assert len(os.listdir("/proc/self/fd")) == before
    assert gone(zygote)
    assert gone(policy.pid)


def test_without_seccomp_it_refuses_unless_told():
    with Sandbox(seccomp=False) as sandbox, pytest.raises(SandboxUnavailable, match="level 'weak' only"):
        sandbox.load(HONEST)
    with Sandbox(seccomp=False, strict=False) as sandbox, sandbox.load(HONEST) as policy:
        assert sandbox.level == "weak"
        assert policy.act(OBSERVATION).tolist() == [1.0, 1.0, 1.0]


def test_the_text_is_not_compiled_here(sandbox):
    with pytest.raises(PolicyTimeout, match="load"):
        sandbox.load("x = (((2**8000)**8000)**8000)\n" + HONEST)


BLOCKED = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire(timeout=18)\n" + HONEST


def test_a_load_that_is_blocked_has_its_budget_and_is_paid_for_once():
    with Sandbox(Limits(load_seconds=0.6)) as sandbox:
        assert sandbox.level == level()  # there is a process to fork from
        started = time.monotonic()
        with pytest.raises(PolicyTimeout, match=r"^load took longer than 0\.6 s \(line 4\)$") as first:
            sandbox.load(BLOCKED)
        assert 0.5 < time.monotonic() - started < 9
        started = time.monotonic()
        for _ in range(20):
            with pytest.raises(
                PolicyTimeout, match=r"^load took longer than 0\.6 s \(line 4\); that was found .* before"
            ) as again:
                sandbox.load(BLOCKED)
        assert time.monotonic() - started < 6  # of the 12 that 20 loads would take
        assert (first.value.stage, again.value.stage, again.value.line) == ("load", "load", 4)
        with sandbox.load(HONEST) as policy:
            assert policy.act(OBSERVATION).tolist() == [1.0, 1.0, 1.0]


def test_a_call_that_is_blocked_has_its_budget():
    source = BLOCKED.replace("lock.acquire(timeout=18)\n", "").replace("return", "lock.acquire(timeout=18); return")
    with Sandbox(Limits(act_seconds=0.3)) as sandbox, sandbox.load(source) as policy:
        started = time.monotonic()
        with pytest.raises(PolicyTimeout, match="act took longer than"):
            policy.act(OBSERVATION)
        assert time.monotonic() - started < 9


def test_few_programs_that_are_late_are_remembered(monkeypatch):
    monkeypatch.setattr("robotrace.sandbox.sandbox.MOST_LATE", 2)
    with Sandbox(Limits(load_seconds=0.1)) as sandbox:
        for number in (1, 2, 3, 1):
            with pytest.raises(PolicyTimeout, match=r"^load took longer than 0\.1 s( \(line 2\))?$"):
                sandbox.load(f"x = {number}\nwhile True: pass")
        with pytest.raises(PolicyTimeout, match="not tried again"):
            sandbox.load("x = 3\nwhile True: pass")


def test_a_program_with_what_it_needs_and_without_a_spare():
    source = "def f():\n    import importlib\n    return importlib.import_module('sci' + 'py.special').gamma(5.0)"
    with Sandbox() as sandbox:
        with pytest.raises(PolicyError, match=r"'scipy\.special' cannot be imported|'scipy' cannot be imported"):
            sandbox.call(source, "f")
        for _ in range(3):
            with sandbox.load(source, "f", needs=("scipy",), spare=False) as policy:
                assert policy.call(()) == 24.0
        assert not sandbox._spare._waiting


def test_failures_cross_a_process_pool():
    failure = PolicyError("words", line=3, log="log", stage="act")
    back = pickle.loads(pickle.dumps(failure))
    assert (str(back), back.line, back.log, back.stage) == ("words", 3, "log", "act")


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(OptionError, match="act_seconds above 0, found 0"):
        Limits(act_seconds=0)


def test_a_policys_process_looks_for_garbage():
    with Sandbox() as sandbox:
        assert sandbox.call(COLLECTED, "controller") is True
