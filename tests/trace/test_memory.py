"""What is dropped is freed, however long it is."""

import copy
import gc
import subprocess
import sys
import weakref

import pytest

from robotrace.trace import bundle, node

pytestmark = pytest.mark.slow


class Payload:
    pass


@bundle(trainable=True)
def keep(x):
    return x


def test_a_dropped_graph_is_freed_at_once():
    gc.collect()
    gc.disable()
    try:
        payload = Payload()
        x = node(payload, "x")
        last = keep(keep(x))
        seen = [weakref.ref(payload), weakref.ref(x), weakref.ref(last)]
        del payload, x, last
        assert [ref() for ref in seen] == [None, None, None]
    finally:
        gc.enable()


def test_feedback_holds_values_until_it_is_forgotten():
    payload = Payload()
    seen = weakref.ref(payload)
    keep(payload).backward("good")
    del payload
    assert seen() is not None
    keep.parameter.zero_feedback()
    gc.collect()
    assert seen() is None


def test_a_parameter_does_not_hold_what_it_was_used_in():
    p = node(1.0, "p", trainable=True)
    used = weakref.ref(p * 2)
    assert used() is None


def test_a_node_on_a_long_chain_can_be_copied():
    x = node([0], "x", trainable=True)
    for _ in range(100_000):
        x = keep(x)
    fresh = copy.deepcopy(x)
    assert fresh.data == [0]
    assert fresh.data is not x.data
    assert fresh.parents == ()


def test_a_chain_of_a_million_is_dropped_and_collected_without_overflow():
    program = (
        "import gc, threading; from robotrace.trace import node\n"
        "x = node(0, 'x', trainable=True)\n"
        "def build():\n"
        "    y = x\n"
        "    for _ in range(1_000_000): y = y + 1\n"
        "    return y\n"
        "y = build(); assert y.data == 1_000_000; del y\n"
        "y = build(); loop = [y]; loop.append(loop); del y, loop; assert gc.collect() > 1_000_000\n"
        "thread = threading.Thread(target=build); thread.start(); thread.join()\n"
        "print('alive')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=250, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
