"""Episodes in words: the score, the facts that the named fields show, and an expert's hints."""

from robotrace.feedback.levels import describe

__all__ = ["describe"]
