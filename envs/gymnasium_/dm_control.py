"""dm_control's suite: tasks of domains, registered here as `dm_control/<domain>-<task>-v0`, the ids that shimmy gives them too.

Shimmy registers them by importing the simulator, and seeds them through a private attribute; here neither is needed.
"""

from __future__ import annotations

import re
from importlib import metadata

import gymnasium

from .library import Library

TOO_NEW = (1, 0, 30)
"""The first version that needs a newer mujoco than the 3.3.0 that metaworld pins."""
ENTRY = "robotrace.envs.gymnasium_.suite:Suite"
HORIZON = 1000
"""Actions of each of its episodes."""


def unfit(library: Library) -> str:
    """That an installed one is too new; "" where it is not."""
    found = metadata.version("dm_control")
    if tuple(map(int, re.findall(r"\d+", found)[:3])) < TOO_NEW:
        return ""
    return (
        f"dm_control {found} needs a newer mujoco than the 3.3.0 that metaworld pins: pip install 'robotrace[gym]', or "
        f"'{library.requirement}'"
    )


def register(library: Library) -> None:
    """Register what is known of it, but for what somebody has registered already."""
    for env_id in library.listed:
        if env_id not in gymnasium.registry:
            name = env_id.removeprefix("dm_control/").removesuffix("-v0")
            gymnasium.register(env_id, ENTRY, max_episode_steps=HORIZON, kwargs={"name": name})


DM_CONTROL = Library(
    package="dm_control",
    module="dm_control",
    place=ENTRY,
    ids=re.compile(r"dm_control/\w+-\w+-v0"),
    facts="dm_control.toml",
    requirement="dm_control<1.0.30",
    unfit=unfit,
    register=register,
)
