"""What code is compared with: scripted experts, random actions, neural networks; each an ordinary run folder, without code."""

from robotrace.baselines.front import baseline
from robotrace.baselines.names import ABOUT

__all__ = ["ABOUT", "baseline"]
