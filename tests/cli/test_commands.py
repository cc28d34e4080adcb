"""The console script's own process."""

import subprocess
import sys

AT_ITS_END = """
import atexit, gc
from robotrace.cli import main
atexit.register(lambda: print(gc.get_threshold()[0], gc.get_freeze_count() > 10_000))
main()
"""


def test_a_command_looks_for_garbage_rarely_and_not_at_all_as_it_ends():
    done = subprocess.run(
        [sys.executable, "-c", AT_ITS_END, "--version"], check=True, text=True, capture_output=True, timeout=120
    )
    assert done.stdout.splitlines() == ["robotrace 0.1.0", "50000 True"]
