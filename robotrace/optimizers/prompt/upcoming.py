"""What a prompt says of the rounds to come: on which cases an answer is tried, and how often more can be asked."""

from __future__ import annotations

from robotrace.opto import Evidence
from robotrace.text import one_line

_LISTED = 300  # characters of the cases


def what_is_next(evidence: Evidence) -> str:
    """The section about what is done with the answer; "" where nobody knows.

    Args:
        evidence: What is known, with the cases of the round and the answers that are left.
    """
    words, said = evidence.words, []
    if evidence.cases and words.acts:
        cases = one_line(", ".join(map(str, evidence.cases)), _LISTED)
        said.append(
            f"Your answer is run on {cases}; where it solves all of them, on fresh ones too, and those that it does not solve come "
            "to these."
        )
    if evidence.answers_left is not None:
        left = evidence.answers_left
        said.append(
            "This is the last answer that is asked for."
            if left < 1
            else f"After it, at most {left} more can be asked for."
        )
    return f"# What comes next\n{' '.join(said)}" if said else ""
