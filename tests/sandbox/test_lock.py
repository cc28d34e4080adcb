"""What is made ready in the zygote holds in every process that it forks."""

import os
import platform
import random
import struct

import numpy as np
import pytest

from robotrace.errors import PolicyCrash
from robotrace.sandbox import Sandbox, seccomp


def test_a_filter_is_the_program_for_whoever_installs_it(monkeypatch):
    installed = []

    def syscall(number, operation, flags, found):
        steps = found._obj
        installed.append(bytes((seccomp.ctypes.c_char * (8 * steps.length)).from_address(steps.steps)))
        return 0

    monkeypatch.setattr(seccomp, "syscall", syscall)
    prepared = seccomp.Filter()
    for pid in (7, 4_194_304):
        prepared.install(pid)
    machine = platform.machine()
    assert installed == [seccomp.program(7, machine), seccomp.program(4_194_304, machine)]
    assert struct.pack("I", 0xFFFFFFFF) not in installed[0]


def test_a_filter_that_the_kernel_refuses_is_an_error(monkeypatch):
    def refused(*arguments):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(seccomp, "syscall", lambda *arguments: -22)
    monkeypatch.setattr(seccomp, "prctl", refused)
    with pytest.raises(OSError, match="Invalid argument"):
        seccomp.Filter().install(os.getpid())


def test_every_process_has_the_same_random_numbers_as_the_first(sandbox):
    source = (
        "import random\nimport numpy as np\n"
        "def controller(o): return [random.random(), random.gauss(0, 1), np.random.random()]"
    )
    drawn, rows = random.Random(0), np.random.RandomState(0)
    expected = [drawn.random(), drawn.gauss(0, 1), rows.random()]
    for _ in range(2):
        with sandbox.load(source) as policy:
            assert policy.act({}).tolist() == expected


def test_a_process_signals_itself_and_nobody_else(sandbox):
    """The filter has the number of this process, and not that of another one from before."""
    aborts = "import os\ndef controller(o): os.abort()"
    for _ in range(2):
        with sandbox.load(aborts) as policy, pytest.raises(PolicyCrash, match="was killed by SIGABRT during act"):
            policy.act({})


def test_a_process_has_five_open_descriptors_and_no_rules(sandbox):
    source = (
        "import os\n"
        "def is_open(number):\n"
        "    try: os.write(number, b'')\n"
        "    except OSError as error: return error.errno != 9\n"
        "    return True\n"
        "def controller(o): return [n for n in range(5000) if is_open(n)]"
    )
    with sandbox.load(source) as policy:
        assert policy.act({}).tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_the_last_words_of_a_process_come_from_its_own_pipe(sandbox):
    """The zygote knows the descriptor before there is a pipe behind it."""
    crash = "import ctypes\ndef controller(o):\n    return ctypes.string_at(0)"
    words = r"was killed by SIGSEGV during act \(line 3\)"
    with Sandbox(preload=("ctypes",)) as fresh, fresh.load(crash) as policy, pytest.raises(PolicyCrash, match=words):
        policy.act({})


def test_printed_words_stay_with_the_process_that_printed_them(sandbox):
    for words in ("one", "two"):
        with sandbox.load(f"print({words!r})\ndef controller(o): return [0]") as policy:
            assert policy.log() == f"{words}\n"
