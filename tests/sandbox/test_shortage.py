"""Machines that are short of something: a line that names it, or work that goes on without."""

import builtins
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from robotrace.errors import PolicyTimeout, SandboxUnavailable
from robotrace.sandbox import Limits, Sandbox, level, privileges

HONEST = "def controller(observation): return observation['hand'] + 1"
OBSERVATION = {"hand": np.zeros(2)}
USE = (
    "import numpy as np, resource, sys\nfrom robotrace.errors import SandboxUnavailable\nfrom robotrace.sandbox import Sandbox\n"
    "{limit}\ntry:\n    with Sandbox() as sandbox:\n        for _ in range(4):\n"
    f"            with sandbox.load({HONEST!r}) as policy:\n"
    "                print(policy.act({{'hand': np.zeros(2)}}).tolist())\n"
    "except SandboxUnavailable as error:\n    print('unavailable:', error)\n"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp"),
]


def used(limit):
    done = subprocess.run(
        [sys.executable, "-c", USE.format(limit=limit)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A sandbox whose zygote has run some text before it gives up anything."""
    opened = []

    def make(text, **options):
        (tmp_path / "broken_machine.py").write_text(text)
        tmp_path.chmod(0o755)
        monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
        opened.append(Sandbox(preload=("broken_machine",), **options))
        return opened[-1]

    yield make
    for sandbox in opened:
        sandbox.close()


def refuse(name):
    return (
        "import errno, os\nfrom robotrace.sandbox import libc\n"
        f"def refuse(*args):\n    raise OSError(errno.{{}}, os.strerror(errno.{{}}))\n{name} = refuse\n"
    )


@pytest.mark.parametrize("files", [1024, 48, 24])
def test_few_open_files_are_enough(files):
    assert used(f"resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, {files}))") == ["[1.0, 1.0]"] * 4


@pytest.mark.parametrize("left", [0, 1, 2, 4, 6, 7, 8, 9, 10])
def test_too_few_open_files_are_one_line(left):
    limit = f"n = len(__import__('os').listdir('/proc/self/fd')) - 1 + {left}\nresource.setrlimit(resource.RLIMIT_NOFILE, (n, n))"
    lines = used(limit)
    assert lines[-1] == "[1.0, 1.0]" or (lines[-1].startswith("unavailable: ") and "ulimit" in lines[-1])


def test_too_little_memory_is_one_line():
    (line,) = used("resource.setrlimit(resource.RLIMIT_AS, (60 << 20, 60 << 20))")
    assert line.startswith("unavailable: The process that policies are forked from did not start: ")
    assert "ulimit" in line


@pytest.mark.parametrize("code", ["EPERM", "ENOSYS", "EMFILE"])
def test_where_there_is_no_handle_of_a_process_its_number_serves(broken, code):
    sandbox = broken(refuse("os.pidfd_open").format(code, code), limits=Limits(act_seconds=0.5))
    with sandbox.load(HONEST) as policy:
        assert policy._channel._watchdog._handle is None
        assert policy.act(OBSERVATION).tolist() == [1.0, 1.0]
    with sandbox.load("def controller(o):\n    while True: pass") as policy:
        with pytest.raises(PolicyTimeout, match=r"act took longer than 0\.5 s \(line 2\)"):
            policy.act(OBSERVATION)
        pid = policy.pid
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(
    ("code", "words"), [("EAGAIN", "Resource temporarily unavailable"), ("ENOMEM", "Cannot allocate memory")]
)
def test_where_no_process_can_be_forked_one_line_says_so(broken, code, words):
    sandbox = broken(refuse("libc.fork").format(code, code))
    with pytest.raises(SandboxUnavailable, match=rf"^No process can be forked for a policy: {words}\. .*ulimit -a.*$"):
        sandbox.load(HONEST)


def test_a_layer_that_does_not_hold_is_named(broken):
    install = "def install(self, pid): raise OSError(22, 'Invalid argument')"
    text = f"from robotrace.sandbox import seccomp\n{install}\nseccomp.Filter.install = install\n"
    with pytest.raises(
        SandboxUnavailable, match=r"^No protected process could be started: OSError: \[Errno 22\] Invalid argument$"
    ):
        broken(text).load(HONEST)


def test_a_zygote_that_does_not_start_is_one_line(broken):
    with pytest.raises(SandboxUnavailable, match=r"did not start: RuntimeError: no numpy today\. Look at") as caught:
        broken("raise RuntimeError('no numpy today')").load(HONEST)
    assert "\n" not in str(caught.value)


def test_a_zygote_that_ends_is_one_line(broken):
    text = "from robotrace.sandbox import libc\ndef end():\n    raise RuntimeError('out of luck')\nlibc.fork = end\n"
    with pytest.raises(SandboxUnavailable, match=r"forked from ended: RuntimeError: out of luck\. Look at") as caught:
        broken(text).load(HONEST)
    assert "\n" not in str(caught.value)


def test_where_there_is_no_proc_memory_is_limited_all_the_same(broken, monkeypatch):
    def absent(path, *args, **kwargs):
        raise FileNotFoundError(2, "No such file or directory", path)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "open", absent)
        assert privileges.address_space() == privileges.ASSUMED == 4 << 30
    source = "import numpy as np\ndef f(): return len(np.empty(6 << 30, 'u1'))"
    sandbox = broken(
        "from robotrace.sandbox import privileges\nprivileges.address_space = lambda: privileges.ASSUMED\n"
    )
    with pytest.raises(Exception, match="Unable to allocate"):
        sandbox.call(source, "f")


def test_this_process_keeps_its_own_limits(sandbox):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    sandbox.load(HONEST).close()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    assert os.getpid()
