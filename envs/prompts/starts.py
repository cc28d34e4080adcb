"""What training begins with: the question alone, or what is usual for prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BARE, FEW_SHOT, COT = "bare", "few-shot", "cot"
STARTS = (BARE, FEW_SHOT, COT)
SHOTS = 6
LABELS = {
    "boolean": ("Expression", "Value"),
    "counting": ("Question", "Answer"),
    "sentiment": ("Review", "Sentiment"),
    "topic": ("Sentence", "Topic"),
    "word-problems": ("Question", "Answer"),
}
"""What a question and its answer are called in a prompt."""
FORMS = {
    "boolean": "True|False",
    "counting": r"\d+",
    "sentiment": "positive|negative",
    "topic": "sports|food|weather|music",
    "word-problems": r"\d+",
}
"""Regular expressions that an answer matches."""
_LAST = '''def read_answer(self, question: str, replies: list[str]) -> str:
    """Read the answer off the student's replies: the last that the first of them names."""
    import re

    return [*re.findall(r"{form}", replies[0]), ""][-2:][0]
'''


def values_of(start: str, kind: str) -> Mapping[str, Any]:
    """The values of the parameters that differ from those of the bare question.

    Args:
        start: One of `STARTS`.
        kind: The kind of question.
    """
    asked, answered = LABELS[kind]
    if start == FEW_SHOT:
        return {"template": f"{asked}: {{question}}\n{answered}:", "shots": SHOTS}
    if start == COT:
        template = f"{asked}: {{question}}\nLet's think step by step."
        return {"template": template, "Prompted.read_answer": _LAST.replace("{form}", FORMS[kind])}
    return {}
