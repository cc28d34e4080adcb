import gc
import os
import time

import numpy as np
import pytest

from robotrace.errors import PolicyError, SandboxUnavailable
from robotrace.sandbox import Sandbox
from robotrace.sandbox.spare import Spare

COUNTING = "n = 0\ndef controller(o):\n    global n\n    n += 1\n    return [n]"
OBSERVATION = {"hand": np.zeros(3)}


class Fake:
    """A policy that knows whether it was closed."""

    def __init__(self, program):
        self.program, self.closed = program, False

    def close(self):
        self.closed = True


class Nursery:
    """Loads fakes, or raises what it is told to."""

    def __init__(self):
        self.made, self.faults = [], []

    def __call__(self, source, entry):
        if self.faults:
            raise self.faults.pop(0)
        self.made.append(Fake((source, entry)))
        return self.made[-1]


@pytest.fixture
def nursery():
    return Nursery()


def settled(spare):
    """Wait until what is made in the background is there."""
    spare._background().submit(lambda: None).result()


def test_a_program_asked_for_once_has_no_spare(nursery):
    spare = Spare()
    spare.take("a", "f", load=nursery)
    spare.take("b", "f", load=nursery)
    spare.close()
    assert [fake.program for fake in nursery.made] == [("a", "f"), ("b", "f")]


def test_from_the_second_time_on_the_next_one_waits(nursery):
    spare = Spare()
    first, second = spare.take("a", "f", load=nursery), spare.take("a", "f", load=nursery)
    settled(spare)
    assert len(nursery.made) == 3
    third = spare.take("a", "f", load=nursery)
    assert third is nursery.made[2]
    assert len({id(it) for it in (first, second, third)}) == 3
    spare.close()


def test_one_that_nobody_came_for_is_closed(nursery):
    spare = Spare()
    spare.take("a", "f", load=nursery)
    spare.take("a", "f", load=nursery)
    settled(spare)
    assert spare.take("b", "f", load=nursery).program == ("b", "f")
    assert [fake.closed for fake in nursery.made] == [False, False, True, False]
    spare.close()


def test_closing_lets_the_waiting_one_go(nursery):
    spare = Spare()
    spare.take("a", "f", load=nursery)
    spare.take("a", "f", load=nursery)
    settled(spare)
    spare.close()
    assert nursery.made[-1].closed


def test_a_program_that_fails_in_the_background_fails_where_it_is_asked_for(nursery):
    spare = Spare()
    spare.take("a", "f", load=nursery)
    nursery.faults = []
    spare.take("a", "f", load=nursery)
    settled(spare)
    nursery.faults = [PolicyError("no")]
    spare.take("a", "f", load=nursery)
    settled(spare)
    with pytest.raises(PolicyError, match="no"):
        spare.take("a", "f", load=nursery)
    spare.close()


def test_a_machine_that_fails_in_the_background_is_tried_again(nursery):
    spare = Spare()
    spare.take("a", "f", load=nursery)
    spare.take("a", "f", load=nursery)
    settled(spare)
    nursery.faults = [SandboxUnavailable("gone")]
    spare.take("a", "f", load=nursery)
    settled(spare)
    assert spare.take("a", "f", load=nursery).program == ("a", "f")
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
    until = time.monotonic() + 5
    while os.path.exists(f"/proc/{policy.pid}") and time.monotonic() < until:
        time.sleep(0.01)
    assert not os.path.exists(f"/proc/{policy.pid}")


def test_a_sandbox_that_is_dropped_leaves_no_socket_open():
    before = len(os.listdir("/proc/self/fd"))
    sandbox = Sandbox()
    for _ in range(3):
        sandbox.load(COUNTING).close()
    del sandbox
    until = time.monotonic() + 5
    while len(os.listdir("/proc/self/fd")) > before and time.monotonic() < until:
        gc.collect()
        time.sleep(0.01)
    assert len(os.listdir("/proc/self/fd")) == before
