"""Episodes in words: the score, the facts that the named fields show, and an expert's hints."""

from robotrace.feedback.levels import describe
from robotrace.feedback.many import describe_many

__all__ = ["describe", "describe_many"]
