import gc
import os
import time

import numpy as np
import pytest

from robotrace.errors import PolicyError, SandboxUnavailable
from robotrace.sandbox import Sandbox
from robotrace.sandbox.recipes import Source
from robotrace.sandbox.spare import Spare

pytestmark = pytest.mark.slow

COUNTING = "n = 0\ndef controller(o):\n    global n\n    n += 1\n    return [n]"
A, B = Source("a", "f"), Source("b", "f")
OBSERVATION = {"hand": np.zeros(3)}


class Fake:
    """A policy that knows whether it was closed."""

    def __init__(self, program):
        self.program, self.closed, self.has_ended = program, False, False

    def close(self):
        self.closed = True


class Loader:
    """Loads fakes, or raises what it is told to."""

    def __init__(self):
        self.made, self.faults = [], []

    def __call__(self, program):
        if self.faults:
            raise self.faults.pop(0)
        self.made.append(Fake(program))
        return self.made[-1]


@pytest.fixture
def loader():
    return Loader()


def settled(spare):
    """Wait until what is made in the background is there."""
    spare._background().submit(lambda: None).result()


def test_a_program_asked_for_once_has_no_spare(loader):
    spare = Spare()
    spare.take(A, load=loader)
    spare.take(B, load=loader)
    spare.close()
    assert [fake.program for fake in loader.made] == [A, B]


def test_from_the_second_time_on_the_next_one_waits(loader):
    spare = Spare()
    first, second = spare.take(A, load=loader), spare.take(A, load=loader)
    settled(spare)
    assert len(loader.made) == 3
    third = spare.take(A, load=loader)
    assert third is loader.made[2]
    assert len({id(it) for it in (first, second, third)}) == 3
    spare.close()


def test_two_wait_where_two_may_be_needed_at_once(loader):
    spare = Spare()
    taken = [spare.take(A, load=loader, keep=2) for _ in range(2)]
    settled(spare)
    assert len(loader.made) == 4
    taken += [spare.take(A, load=loader, keep=2)]
    settled(spare)
    taken += [
        spare.take(A, load=loader),
        spare.take(A, load=loader),
    ]  # the first of these leaves one, which is enough for it
    settled(spare)
    assert taken == loader.made[:5]
    assert len(loader.made) == 6
    spare.close()
    assert [fake.closed for fake in loader.made] == [False] * 5 + [True]


def test_all_that_wait_go_when_another_program_is_asked_for(loader):
    spare = Spare()
    for _ in range(2):
        spare.take(A, load=loader, keep=2)
    settled(spare)
    spare.take(B, load=loader, keep=2)
    assert [fake.closed for fake in loader.made] == [False, False, True, True, False]
    spare.close()


def test_the_waiting_one_is_the_last_where_no_other_may_be_asked_for(loader):
    spare = Spare()
    spare.take(A, load=loader)
    spare.take(A, load=loader)
    settled(spare)
    assert spare.take(A, load=loader, keep=0) is loader.made[2]
    settled(spare)
    assert len(loader.made) == 3
    spare.close()


def test_one_that_ended_while_it_waited_is_not_handed_out(loader):
    spare = Spare()
    spare.take(A, load=loader)
    spare.take(A, load=loader)
    settled(spare)
    loader.made[2].has_ended = True
    assert spare.take(A, load=loader) is loader.made[3]
    assert loader.made[2].closed
    spare.close()


def test_one_that_nobody_came_for_is_closed(loader):
    spare = Spare()
    spare.take(A, load=loader)
    spare.take(A, load=loader)
    settled(spare)
    assert spare.take(B, load=loader).program == B
    assert [fake.closed for fake in loader.made] == [False, False, True, False]
    spare.close()


def test_closing_lets_the_waiting_one_go(loader):
    spare = Spare()
    spare.take(A, load=loader)
    spare.take(A, load=loader)
    settled(spare)
    spare.close()
    assert loader.made[-1].closed


def test_a_program_that_fails_in_the_background_fails_where_it_is_asked_for(loader):
    spare = Spare()
    spare.take(A, load=loader)
    loader.faults = []
    spare.take(A, load=loader)
    settled(spare)
    loader.faults = [PolicyError("no")]
    spare.take(A, load=loader)
    settled(spare)
    with pytest.raises(PolicyError, match="no"):
        spare.take(A, load=loader)
    spare.close()


def test_a_machine_that_fails_in_the_background_is_tried_again(loader):
    spare = Spare()
    spare.take(A, load=loader)
    spare.take(A, load=loader)
    settled(spare)
    loader.faults = [SandboxUnavailable("gone")]
    spare.take(A, load=loader)
    settled(spare)
    assert spare.take(A, load=loader).program == A
    spare.close()


def test_every_policy_is_a_fresh_process(sandbox):
    seen = set()
    for _ in range(4):
        with sandbox.load(COUNTING) as policy:
            assert [policy.act(OBSERVATION)[0] for _ in range(2)] == [1.0, 2.0]
            seen.add(policy.pid)
    assert len(seen) == 4


def test_a_closed_policy_has_no_process(sandbox):
    with sandbox.load(COUNTING) as policy:
        assert os.path.exists(f"/proc/{policy.pid}")
    until = time.monotonic() + 10
    while os.path.exists(f"/proc/{policy.pid}") and time.monotonic() < until:
        time.sleep(0.01)
    assert not os.path.exists(f"/proc/{policy.pid}")


def test_a_sandbox_that_is_dropped_leaves_no_socket_open():
    gc.collect()  # what earlier tests dropped closes its own before, not within, this one
    before = len(os.listdir("/proc/self/fd"))
    sandbox = Sandbox()
    for _ in range(3):
        sandbox.load(COUNTING).close()
    del sandbox
    until = time.monotonic() + 10
    while len(os.listdir("/proc/self/fd")) > before and time.monotonic() < until:
        gc.collect()
        time.sleep(0.01)
    assert len(os.listdir("/proc/self/fd")) <= before
