"""Running code that nobody has read: each policy in a locked process of its own, asked for one action at a time."""

from robotrace.sandbox.limits import Level, Limits, level
from robotrace.sandbox.policy import Invocation, Policy, Replay
from robotrace.sandbox.sandbox import Sandbox

__all__ = ["Invocation", "Level", "Limits", "Policy", "Replay", "Sandbox", "level"]
