import subprocess
import sys

import pytest

from robotrace.sandbox.watchdog import Watchdog, line_of


def watched(code):
    process = subprocess.Popen([sys.executable, "-c", f"print(1, flush=True)\n{code}"], stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is read from /proc")
@pytest.mark.parametrize(
    ("code", "seconds", "starved"),
    [("while True: pass", 1000.0, True), ("import threading; threading.Event().wait(60)", 1000.0, False)],
    ids=["runs", "blocked"],
)
def test_who_could_run_and_has_not_is_starved_and_who_is_blocked_is_not(code, seconds, starved):
    with watched(code) as process:
        watchdog = Watchdog(process.pid, handle=None, crash=-1)
        watchdog.settle()
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            assert watchdog.starved(seconds) is starved
        finally:
            process.kill()


def test_a_process_that_is_gone_is_not_starved():
    with watched("") as process:
        process.wait()
        pid = process.pid
    assert not Watchdog(pid, handle=None, crash=-1).starved(1.0)


def test_a_line_has_at_most_six_digits():
    assert line_of('File "<controller 0>", line 12 in f') == 12
    assert line_of('File "<controller 0>", line 1234567 in f') is None
