"""Robot controllers that people can read, trained by rewriting their code."""

from robotrace import errors

__version__ = "0.1.0"

__all__ = [
    "errors",
]
