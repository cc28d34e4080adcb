import pytest

from robotrace.sandbox import Limits, Sandbox, level

QUICK = Limits(load_seconds=2.0, act_seconds=0.5, episode_seconds=3.0)


@pytest.fixture(scope="session")
def sandbox():
    if level() not in ("full", "strong"):
        pytest.skip("this kernel has no seccomp")
    with Sandbox(QUICK) as sandbox:
        yield sandbox
