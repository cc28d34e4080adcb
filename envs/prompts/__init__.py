"""Prompts and code for a small language model, the student, that are trained together: questions with exact answers.

After the prompt optimization of Cheng, Nie and Swaminathan, "Trace is the Next AutoDiff", NeurIPS 2024, section 5.2: a template,
and code that writes prompts and reads answers. The student needs no network.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

from .listing import FAMILY, PROBLEMS

if TYPE_CHECKING:
    from .problem import problem
    from .program import Prompted
    from .student import Student

__all__ = ["FAMILY", "PROBLEMS", "Prompted", "Student", "problem"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".problem": "problem",
        ".program": "Prompted",
        ".student": "Student",
    },
)
