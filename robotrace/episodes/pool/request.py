"""One episode asked of a worker."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass

from robotrace.episodes.runner import Until
from robotrace.opto import Case


@dataclass(frozen=True, slots=True)
class Request:
    """One episode to be run.

    Attributes:
        text: The source text of the whole controller.
        case: The split and goal that the episode starts from.
        traced: Whether the episode is put into words and given a trace, as for `rollout`.
        until: When the episode ends, as for `rollout`.
    """

    text: str
    case: Case
    traced: bool = True
    until: Until = "success"

    def to_json(self) -> str:
        """The request as text."""
        return json.dumps([self.text, astuple(self.case), self.traced, self.until])

    @classmethod
    def from_json(cls, body: str) -> Request:
        """What `to_json` wrote."""
        text, case, traced, until = json.loads(body)
        return cls(text, Case(*case), traced, until)

    def __str__(self) -> str:
        return f"the episode on goal {self.case}"
