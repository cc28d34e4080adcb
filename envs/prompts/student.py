"""The student: a language model that goes on from prompts, asked from this process, whose replies are remembered."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Lock
from typing import Any, Protocol, cast

from robotrace.errors import ContextLengthError, ModelError, ServiceError
from robotrace.llm import Message, OpenAIChat, Reply, running_student
from robotrace.llm.student import ADDRESS_VARIABLE, KEY_VARIABLE, NAME, check_installed, identity
from robotrace.opto import Spend, open_bill
from robotrace.text import encodable, one_line
from robotrace.trace import Node, record, unwrap

from .remembered import Remembered, usual_place

LOCAL, NONE = "local", "none"
MOST_PROMPTS = 12
"""Prompts a question, in all."""
MOST_BYTES = 4000
"""Bytes of all prompts of a question, each of which may be a token."""
SECONDS, HERE = 120.0, 600.0
"""That one reply may take: elsewhere, and on this machine, which may be slow at the longest prompts."""
STOP = ("\n\n",)
WHERE = f" A student is asked at {ADDRESS_VARIABLE} with {KEY_VARIABLE}, where they are set."
SEVERAL = 8
"""Prompts that an endpoint is asked at a time; the student of this machine takes one after the other."""


class Asked(Protocol):
    """Who goes on from a prompt."""

    @property
    def who(self) -> str:
        """What decides its replies, beside prompt and options."""
        ...

    @property
    def where(self) -> str:
        """What says where it is, for messages."""
        ...

    def ask(self, prompt: str) -> Reply:
        """One reply."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class Silent:
    """Says nothing: what code does alone is then seen."""

    who, where = NONE, ""

    def ask(self, prompt: str) -> Reply:  # noqa: ARG002 - it does not listen
        """Nothing."""
        return Reply("")

    def close(self) -> None:
        """Nothing."""


class Endpoint:
    """A model at an endpoint; the one of this machine is started when it is first asked.

    Args:
        model: Its name; "local" for the one of this machine.
        options: Of its replies.

    Raises:
        OptionError: The extra `student` is not installed, and it is the one of this machine.
        ModelError: No endpoint or key is configured, and it is another one.
    """

    def __init__(self, model: str, options: Mapping[str, Any]) -> None:
        self._model = model
        seconds = HERE if model == LOCAL else SECONDS
        self._options = {**options, "timeout": seconds, "total": seconds, "max_retries": 2}
        self._lock, self._started = Lock(), ExitStack()
        self._chat: OpenAIChat | None = None
        if model == LOCAL:
            check_installed()
        self.where = "" if model == LOCAL else WHERE
        try:
            self.who = identity() if model == LOCAL else repr(self._open())
        except ModelError as error:
            raise ModelError(f"The student {model!r} cannot be asked. {error}{self.where}") from error

    def ask(self, prompt: str) -> Reply:
        """One reply.

        Raises:
            ModelError: None came.
        """
        return self._open().chat([Message("user", prompt)])

    def close(self) -> None:
        """Close the connection, and end the one of this machine; the next question opens and starts them again."""
        with self._lock:
            self._started.close()
            self._chat = None

    def _open(self) -> OpenAIChat:
        with self._lock:
            if self._chat is None:
                name, address, key = self._place()
                self._chat = OpenAIChat(name, base_url=address, api_key=key, **self._options)
                self._started.callback(self._chat.close)
            return self._chat

    def _place(self) -> tuple[str, str | None, str | None]:
        """The model, its address and its key; None for those of the environment."""
        if self._model == LOCAL:
            serving = self._started.enter_context(running_student())
            return NAME, serving.address, serving.key
        return self._model, os.environ.get(ADDRESS_VARIABLE) or None, os.environ.get(KEY_VARIABLE) or None


class Student:
    """A language model that goes on from prompts.

    Args:
        model: Its name at the endpoint that ROBOTRACE_STUDENT_URL names, else OPENAI_BASE_URL; "local" for the one of this machine,
            "none" for one that says nothing.
        tokens: The most that a reply has.

    Raises:
        OptionError: It is the one of this machine, and the extra `student` is not installed; or replies cannot be remembered.
        ModelError: No endpoint or key is configured.
    """

    def __init__(self, model: str = LOCAL, *, tokens: int = 40) -> None:
        options = {"temperature": 0.0, "seed": 0, "max_completion_tokens": tokens, "stop": list(STOP)}
        self._asked: Asked = Silent() if model == NONE else Endpoint(model, options)
        self._how = {"who": self._asked.who, **options}
        self._at_a_time = 1 if model in (LOCAL, NONE) else SEVERAL
        self._replies = Remembered(None if model == NONE else usual_place())
        self.fresh = 0
        """Prompts that were sent, since no reply to them was remembered."""
        self._lock = Lock()

    def answer(self, prompts: Sequence[str]) -> list[str]:
        """What the student says to each prompt: it goes on from it, up to a blank line.

        Args:
            prompts: At most 12 a question, of at most 4,000 bytes together.

        Raises:
            ValueError: They are no such prompts, or the student refuses one.
            ServiceError: It is down.
        """
        replies = self._answered(_checked(unwrap(prompts)))
        if isinstance(prompts, Node):  # a program that is traced in this process
            return cast(
                list[str], record("student", {"prompts": prompts}, replies, description="The student's replies.")
            )
        return replies

    def close(self) -> None:
        """End what was started; it is started again when it is asked."""
        self._asked.close()

    def __deepcopy__(self, memo: dict[int, Any]) -> Student:
        """Itself: a connection is not copied."""
        return self

    def _answered(self, prompts: list[str]) -> list[str]:
        bill = open_bill()
        size = sum(len(prompt.encode()) for prompt in prompts)
        if not bill.charge(Spend(len(prompts)), size=size, most=MOST_PROMPTS, most_size=MOST_BYTES):
            raise ValueError(
                f"expected at most {MOST_PROMPTS} prompts a question, of at most {MOST_BYTES:,} bytes together, found "
                f"{bill.spend.calls + len(prompts)} of {bill.size + size:,} bytes"
            )
        different = list(dict.fromkeys(prompts))
        with ThreadPoolExecutor(self._at_a_time, thread_name_prefix="student") as threads:
            found = dict(zip(different, threads.map(self._reply, different), strict=True))
        replies = [found[prompt] for prompt in prompts]
        for reply in replies:
            bill.charge(Spend(0, reply.prompt_tokens, reply.completion_tokens))
        return [reply.text for reply in replies]

    def _reply(self, prompt: str) -> Reply:
        asked = {**self._how, "prompt": prompt}
        reply = self._replies.get(asked)
        if reply is None:
            with self._lock:
                self.fresh += 1
            reply = self._new(prompt)
            self._replies.keep(asked, reply)
        return reply

    def _new(self, prompt: str) -> Reply:
        try:
            reply = self._asked.ask(prompt)
        except ContextLengthError as error:
            raise ValueError(f"a prompt is longer than the student can read: {one_line(str(error), 200)}") from error
        except ModelError as error:
            raise ServiceError(f"The student cannot be asked, so this ends here. {error}{self._asked.where}") from error
        if reply.refusal:
            raise ValueError(f"the student refuses to answer: {one_line(reply.refusal, 200)}")
        return reply


def _checked(prompts: Any) -> list[str]:
    """Prompts that can be sent.

    Raises:
        ValueError: They cannot.
    """
    if not isinstance(prompts, list | tuple):
        raise ValueError(f"expected a list of prompts, found {one_line(repr(prompts), 80)}")
    for number, prompt in enumerate(prompts):
        if not isinstance(prompt, str) or not prompt.strip():
            raise ValueError(f"expected a text as prompt {number}, found {one_line(repr(prompt), 80)}")
    return [encodable(prompt) for prompt in prompts]
