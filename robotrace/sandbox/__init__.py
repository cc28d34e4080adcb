"""Running code that nobody has read: each policy in a locked process of its own, asked for one action at a time."""

from robotrace.sandbox.limits import Level, Limits, level
from robotrace.sandbox.policy import Policy, Replay
from robotrace.sandbox.sandbox import Sandbox

__all__ = ["Level", "Limits", "Policy", "Replay", "Sandbox", "level"]
