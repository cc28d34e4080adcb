"""A student on loopback that knows some words and follows examples; for tests alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from fake_openai import Answer, FakeOpenAI, reply
from robotrace.envs.prompts import student
from robotrace.envs.prompts.questions.sentiment import BAD, GOOD


class StandIn(FakeOpenAI):
    """Answers every prompt: by what is scripted, else by what it knows."""

    def _choose(self, body: dict) -> Answer:
        if self.left:
            return super()._choose(body)
        return reply(said(body["messages"][-1]["content"]))


def said(prompt: str) -> str:
    """With examples before a sentence, what the sentence says; without, words that lead nowhere."""
    last = prompt.rpartition("\n\n")[2]
    if "\n\n" in prompt:
        for words, answer in ((GOOD, " positive"), (BAD, " negative")):
            if any(word in last for word in words):
                return answer
    return " It was the best of times."


@contextmanager
def standing_in(patch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Let it be the student of this machine, whose replies nobody remembers."""
    server = StandIn()

    @contextmanager
    def running():
        yield SimpleNamespace(address=server.url, key="loopback")

    patch.setattr(student, "running_student", running)
    patch.setattr(student, "check_installed", lambda: None)
    patch.setattr(student, "identity", lambda: "stand-in")
    patch.setenv("ROBOTRACE_STUDENT_CACHE", "none")
    yield server
    server.close()
