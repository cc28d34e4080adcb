"""What code is compared with: scripted experts, random actions, neural networks; each an ordinary run folder, without code."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.baselines.front import baseline
    from robotrace.baselines.names import ABOUT

__all__ = ["ABOUT", "baseline"]

__getattr__, __dir__ = lazily(__name__, {"robotrace.baselines.front": "baseline", "robotrace.baselines.names": "ABOUT"})
