import os
import signal
import time
from pathlib import Path

import pytest
from toy import PointTask

from robotrace.episodes.attempt import attempt
from robotrace.errors import SandboxUnavailable
from robotrace.opto import Case
from robotrace.sandbox import Sandbox, level

REACH = "def controller(observation):\n    return [*observation['goal_pos'], 0.0]\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp"),
]


class Accident(PointTask):
    """Ends the process that policies come from, at the third step of so many episodes."""

    def __init__(self, sandbox, times):
        super().__init__()
        self.sandbox, self.times = sandbox, times

    def step(self, action):
        if self.times and self.time == 2:
            self.times -= 1
            (zygote,) = self.sandbox._zygotes.values()
            policies = Path(f"/proc/{zygote.pid}/task/{zygote.pid}/children").read_text().split()
            os.kill(zygote.pid, signal.SIGKILL)
            while any(Path("/proc", policy).exists() for policy in policies):
                time.sleep(0.001)
        return super().step(action)


def test_an_episode_whose_process_is_lost_is_run_again_and_is_the_same():
    with Sandbox() as sandbox:
        episode = attempt(REACH, Accident(sandbox, 1), Case("train", 0), sandbox=sandbox)
        undisturbed = attempt(REACH, Accident(sandbox, 0), Case("train", 0), sandbox=sandbox)
    assert episode.failure is None
    assert episode.actions.tobytes() == undisturbed.actions.tobytes()


def test_two_losses_of_the_same_episode_are_told_and_no_controller_is_blamed():
    with Sandbox() as sandbox, pytest.raises(SandboxUnavailable):
        attempt(REACH, Accident(sandbox, 2), Case("train", 0), sandbox=sandbox)
