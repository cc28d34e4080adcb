"""The bell: a policy may hear that it was asked, and can do nothing to whoever rings."""

import ctypes
import fcntl
import mmap
import os
import time

import numpy as np
import pytest

from robotrace.errors import PolicyCrash, PolicyTimeout
from robotrace.sandbox import Limits, Sandbox, bell, process

HONEST = "def controller(o): return o['hand'] + 1"
SEEN = {"hand": np.zeros(2)}
CPUS = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


class Clock:
    """What `perf_counter` says."""

    now = 100.0

    def perf_counter(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(bell, "time", found := Clock())
    return found


@pytest.fixture
def rung():
    found = bell.Bell(budget=0.5, processor=1)
    yield found
    found.close()
    os.close(found.descriptor)


def words(rung):
    return np.frombuffer(mmap.mmap(rung.descriptor, mmap.PAGESIZE, mmap.MAP_SHARED, mmap.PROT_READ), np.uint32)[
        :2
    ].tolist()


@pytest.fixture
def yields(monkeypatch):
    """How often the CPU was left to others; the fixture's `then` is called each time."""

    class Yields:
        count = 0

        @staticmethod
        def then():
            pass

    def leave():
        Yields.count += 1
        Yields.then()

    monkeypatch.setattr(os, "sched_yield", leave)
    return Yields


def test_nobody_else_can_write_to_the_page_or_change_its_size(rung):
    for alter in (
        lambda: mmap.mmap(rung.descriptor, mmap.PAGESIZE),
        lambda: mmap.mmap(rung.descriptor, mmap.PAGESIZE, mmap.MAP_SHARED, mmap.PROT_WRITE),
        lambda: os.pwrite(rung.descriptor, b"x", 0),
        lambda: os.ftruncate(rung.descriptor, 0),
        lambda: os.ftruncate(rung.descriptor, 2 * mmap.PAGESIZE),
        lambda: fcntl.fcntl(rung.descriptor, fcntl.F_ADD_SEALS, 0),
    ):
        with pytest.raises(PermissionError):
            alter()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, ctypes.c_size_t(mmap.PAGESIZE), mmap.PROT_READ, mmap.MAP_SHARED, rung.descriptor, 0)
    size = ctypes.c_size_t(mmap.PAGESIZE)
    assert libc.mprotect(ctypes.c_void_p(page), size, mmap.PROT_READ | mmap.PROT_WRITE) == -1
    libc.munmap(ctypes.c_void_p(page), size)


def test_a_policy_listens_only_where_it_is_asked_again_and_again_at_once(rung, clock):
    told = []
    for later in (0.0, 0.0004, 0.0009, 0.0011, 0.0004):
        clock.now += later
        rung.ring(len(told) + 7)
        told.append(words(rung))
    assert told == [[7, 0], [8, 1000], [9, 1000], [10, 0], [11, 1000]]


def test_a_policy_listens_for_a_twentieth_of_its_processor_time(rung, clock):
    patient = 0
    for _ in range(200):
        clock.now += 0.0005
        rung.ring(1)
        patient += words(rung)[1] > 0
    assert patient == 100


def test_a_policy_with_little_time_for_a_call_listens_less(clock):
    short = bell.Bell(budget=0.05, processor=60)
    for later in (0.0, 0.0001):
        clock.now += later
        short.ring(1)
    assert words(short) == [1, 200]
    short.close()
    os.close(short.descriptor)


def test_who_has_not_been_told_to_does_not_listen(rung, yields):
    listen = bell.listener(rung.descriptor)
    listen(0)
    rung.ring(5)
    listen(5)
    assert yields.count == 0


def test_listening_ends_with_the_next_ring(rung, clock, yields):
    listen = bell.listener(rung.descriptor)
    rung.ring(5)
    rung.ring(6)
    listen(5)  # there is another one already
    assert yields.count == 0
    yields.then = lambda: yields.count == 3 and rung.ring(7)
    listen(6)
    assert yields.count == 3


def test_listening_ends_by_itself(rung, clock, yields):
    listen = bell.listener(rung.descriptor)
    rung.ring(5)
    rung.ring(5)

    def later():
        clock.now += 0.0003

    yields.then = later
    listen(5)
    assert yields.count == 4


def test_a_system_without_such_pages_has_no_bell(monkeypatch):
    def refused(*arguments):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "memfd_create", refused)
    assert bell.hung(budget=1, processor=1) is None
    monkeypatch.delattr(os, "memfd_create")
    assert bell.hung(budget=1, processor=1) is None


def test_a_bell_that_cannot_be_sealed_leaves_no_descriptor(monkeypatch):
    def refused(*arguments):
        raise OSError(22, "Invalid argument")

    before = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(fcntl, "fcntl", refused)
    assert bell.hung(budget=1, processor=1) is None
    assert len(os.listdir("/proc/self/fd")) == before


def ran(policy):
    with open(f"/proc/{policy.pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0])


def asked(policy, times=20):
    return [policy.act(SEEN).tolist() for _ in range(times)] == [[1.0, 1.0]] * times


def test_a_policy_keeps_to_its_cpus_and_sleeps_when_it_is_not_asked(sandbox):
    cpu = max(CPUS)
    with sandbox.load(HONEST, beside={cpu}) as policy:
        assert os.sched_getaffinity(policy.pid) == {cpu}
        assert asked(policy)
        time.sleep(0.1)
        before = ran(policy)
        time.sleep(0.1)
        assert ran(policy) == before
        assert asked(policy)


def test_a_policy_that_thinks_long_may_do_so_on_any_cpu(sandbox):
    slow = (
        "import time\n"
        "def controller(o):\n"
        "    until = time.perf_counter() + 0.03\n"
        "    while time.perf_counter() < until: pass\n"
        "    return o['hand'] + 1\n"
    )
    with sandbox.load(slow, beside={max(CPUS)}) as policy:
        assert os.sched_getaffinity(policy.pid) == {max(CPUS)}
        assert asked(policy, 4)
        assert os.sched_getaffinity(policy.pid) == CPUS
        assert not policy._channel._listens
        assert asked(policy, 2)


def test_policies_answer_without_a_bell_and_where_they_may_not_be_placed(monkeypatch):
    with Sandbox() as sandbox:
        monkeypatch.setattr(process, "hung", lambda **options: None)
        with sandbox.load(HONEST, beside=CPUS) as policy:
            assert asked(policy)

    def refused(*arguments):
        raise PermissionError(1, "Operation not permitted")

    with Sandbox() as sandbox:
        monkeypatch.setattr(os, "sched_setaffinity", refused)
        with sandbox.load(HONEST, beside=CPUS) as policy:
            assert asked(policy)


def test_processes_leave_neither_descriptors_nor_pages():
    def kept():
        with open("/proc/self/maps", encoding="ascii") as file:
            return len(os.listdir("/proc/self/fd")), file.read().count("memfd:robotrace")

    pages = kept()[1]  # of tests that listened in this process
    with Sandbox() as sandbox:
        found = []
        for _ in range(3):
            with sandbox.load(HONEST, spare=False, beside=CPUS) as policy:
                assert asked(policy)
            found.append(kept())
    assert found[1:] == found[:1] * 2
    assert found[0][1] == pages


HOSTILE = """import ctypes, sys
listen = sys.modules["robotrace.sandbox.worker"].RUNNER._listen
words = next(cell.cell_contents for cell in listen.__closure__ if type(cell.cell_contents) is memoryview)
import numpy as np
address = np.frombuffer(words, np.uint32).ctypes.data
libc = ctypes.CDLL(None, use_errno=True)
def controller(o):
    protected = libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(4096), 3)
    try:
        words[0] = 7
        written = 1
    except TypeError:
        written = 0
    {then}
    return [protected, written]
"""


def test_a_hostile_policy_cannot_write_to_its_page():
    with Sandbox(preload=("ctypes",)) as sandbox:
        with sandbox.load(HOSTILE.format(then=""), beside=CPUS) as policy:
            for _ in range(5):
                assert policy.act({}).tolist() == [-1.0, 0.0]
        harder = HOSTILE.format(then="ctypes.memset(address, 7, 4096)")
        killed = pytest.raises(PolicyCrash, match="was killed by SIGSEGV during act")
        with sandbox.load(harder, beside=CPUS) as policy, killed:
            policy.act({})


def test_a_policy_that_listens_for_ever_is_late():
    """Its own code may do that at any time; it is ended like any that hangs."""
    text = (
        "import os, sys, time\n"
        "def controller(o):\n"
        "    sys.modules['robotrace.sandbox.worker'].RUNNER._listen = listen\n"
        "    return [0]\n"
        "def listen(number):\n"
        "    while True: pass\n"
    )
    late = pytest.raises(PolicyTimeout, match=r"act took longer than 0\.3 s \(line 6\)")
    with Sandbox(Limits(act_seconds=0.3)) as sandbox, sandbox.load(text, beside=CPUS) as policy, late:
        for _ in range(3):  # after its first observation, which came with another message, it does not listen
            policy.act({})


def test_a_process_that_has_ended_is_placed_nowhere(sandbox):
    with sandbox.load(HONEST, spare=False) as policy:
        os.kill(policy.pid, 9)
        time.sleep(0.1)
        policy.stay(CPUS)
        with pytest.raises(PolicyCrash, match="was killed by SIGKILL"):
            policy.act(SEEN)
