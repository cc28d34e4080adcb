"""A policy that runs in a process of its own."""

from __future__ import annotations

import copy
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from robotrace.errors import PolicyError, PolicyFailure, PolicyInvalidAction, UnsafeCodeError
from robotrace.opto import codec
from robotrace.sandbox import answers, forms, frames
from robotrace.sandbox.carried import Pair
from robotrace.sandbox.channel import Channel
from robotrace.sandbox.conversation import Asked, Run, converse
from robotrace.sandbox.layout import Array, Packer
from robotrace.sandbox.limits import Limits
from robotrace.sandbox.reach import Reach
from robotrace.sandbox.recipes import Recipe, Source

WAITED = 0.1
"""Seconds for which this process waits for a policy that thinks beside it, in an episode, before that may think anywhere."""


@dataclass(frozen=True, slots=True)
class Replay:
    """How actions came about.

    Attributes:
        records: The trace's, as `Graph.to_records` makes them. Observations are inputs without a value, with the number of
            their row as their note.
        outputs: For each row the id of its action's record; fewer than rows where a call failed, and then the last one may be
            that call's.
    """

    records: list[dict[str, Any]]
    outputs: list[int]


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of a program with arguments by name.

    Attributes:
        value: What it returned, as plain data; None where it failed.
        failure: What it raised, with the failing line; None where it returned.
        trace: How that came about; None where the call was not traced.
    """

    value: Any
    failure: PolicyError | None
    trace: Replay | None


class Policy:
    """A loaded policy. One thread uses it at a time; close it, or use it in a `with` block.

    Attributes:
        parameters: The trainable parameters, each a dict of "name", "kind", "value", "constraint", "description",
            "bounds" and "choices".
        action_size: The number of components of an action; None for any.
        recipe: What it made of the program, or was given; for later processes of the same program.
        lines: For each trainable function, the line it returned from in the last call of `act`; None where it was not called.
    """

    def __init__(self, channel: Channel, limits: Limits, program: Source, *, known: Recipe | None, tell: bool) -> None:
        self._channel, self._limits = channel, limits
        self._reach: Reach | None = None
        outside: Mapping[str, Pair] = {}
        if program.surroundings is not None:
            self._reach, outside = program.surroundings.opened()
        self.action_size: int | None = None
        self._packer: Packer | None = None
        self._used = 0.0
        self._is_beside = False
        self._log = ""
        form = answers.LOADED if known is None else forms.nothing
        request = frames.to_json(
            {
                "source": program.text,
                "entry": program.entry,
                "outside": codec.encode(outside),
                "recipe": None if known is None else known.code,
                "tell": tell,
            }
        )
        _check_size(request, "What a program in the sandbox has from outside")
        told = self._ask(frames.LOAD, request, budget=limits.load_seconds, stage="load", form=form)
        self.recipe = known or Recipe(**told)
        self._action = answers.action([item["name"] for item in self.recipe.parameters if item["kind"] == "code"])
        self.lines: dict[str, int | None] = {}

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """See above; a copy, since other policies of the program have the same."""
        return copy.deepcopy(self.recipe.parameters)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can be asked."""
        return self._channel.has_ended

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._channel.pid

    def stay(self, cpus: Collection[int]) -> None:
        """Keep its process on some CPUs, where it listens for the next observation while this one goes on with something else.

        That is over once this process has waited for it for a while, and so has a CPU to give away.

        Args:
            cpus: Their numbers.
        """
        self._channel.stay(cpus)
        self._is_beside = True

    def act(self, observation: Mapping[str, Any]) -> Array:
        """Ask for an action, untraced.

        Args:
            observation: Arrays or numbers by field name, which reach the policy as float64; or texts.

        Returns:
            The action (A,), which may be neither finite nor within bounds.

        Raises:
            PolicyFailure: The policy failed; the class says how.
            SandboxUnavailable: The process has ended for a reason that is not the policy's.
        """
        self.post(observation)
        return self.action()

    def post(self, observation: Mapping[str, Any]) -> None:
        """Ask for an action as `act` does, and do not wait for it. Raises as `act` does."""
        packer = self._packer
        if packer is None or not packer.fill(observation):
            packer = self._agree(observation)
        self._channel.post(packer.message, budget=self._limits.act_seconds)

    def action(self) -> Array:
        """Wait for the action that was asked for: no more than one at a time. Returns and raises as `act` does."""
        started = time.perf_counter()
        action, self.lines = self._channel.action(budget=self._limits.act_seconds, read=self._action)
        self._used += time.perf_counter() - started
        if self._is_beside and self._used > WAITED:
            self._is_beside = False
            self._channel.part()
        if self._used > self._limits.episode_seconds:
            raise self._channel.late("episode", self._limits.episode_seconds)
        return self._sized(action)

    def replay(self, observations: Sequence[Mapping[str, Any]]) -> Replay:
        """Ask for the trace of actions, in a policy that has not been asked for any yet.

        Args:
            observations: The observations in order, all with the same fields.

        Raises:
            PolicyFailure: The policy failed to answer; a call that raises ends the trace, and is no such failure.
            SandboxUnavailable: The process has ended for a reason that is not the policy's.
        """
        if not observations:
            return Replay([], [])
        packer = self._agree(observations[0])
        rows = bytearray()
        for observation in observations:
            packer.fill(observation)
            rows += packer.message[frames.HEADER.size :]
        form = answers.trace(len(observations))
        answer = self._ask(frames.REPLAY, bytes(rows), budget=self._limits.episode_seconds, stage="act", form=form)
        return Replay(**answer)

    def call(
        self,
        arguments: Sequence[Any],
        *,
        form: forms.Form = forms.plain,
        budget: float | None = None,
        what: str = "What a call in the sandbox is given",
    ) -> Any:
        """Call the entry with plain data, and return what it returns as plain data. Raises as `act` does.

        Args:
            arguments: Plain data: numbers, texts, None, lists, tuples, dicts, sets, numpy arrays.
            form: The form that the answer must have; any other is a PolicyProtocolError.
            budget: The time limit, in seconds; that of one call by default.
            what: The arguments are, for errors.

        Raises:
            UnsafeCodeError: The arguments are too large to be sent.
        """
        request = frames.to_json(codec.encode(list(arguments)))
        _check_size(request, what)
        return self._ask(frames.CALL, request, budget=budget or self._limits.act_seconds, stage="call", form=form)

    def invoke(self, arguments: Mapping[str, Any], *, traced: bool, run: Run | None = None) -> Invocation:
        """Call the entry with plain data by the names of its parameters.

        Args:
            arguments: Plain data, as for `call`.
            traced: Whether the trace is wanted too. What the entry raises is then part of the answer.
            run: Calls what does a thing that the program asks for outside; by default it is just called.

        Raises:
            PolicyFailure: The process failed to answer, or, untraced, the entry raised.
            SandboxUnavailable: The process has ended for a reason that is not the policy's.
            BaseException: Whatever `run` raised; what was asked for then has no answer, and the process is good for nothing more.
        """
        request = frames.to_json([codec.encode(dict(arguments)), traced])
        form = answers.invocation() if self._reach is None else answers.INVOKED

        def begin(left: float) -> Any:
            return self._ask(frames.INVOKE, request, budget=left, stage="call", form=form)

        def told(done: Any) -> Asked:
            return lambda left: self.call(("answer", done), form=form, budget=left, what="What was asked for")

        seconds = self._limits.act_seconds
        reach = self._reach
        answer = begin(seconds) if reach is None else converse(begin, told, reach, seconds=seconds, run=run)
        failure, found = answer["failure"], answer["trace"]
        return Invocation(
            answer["value"],
            None if failure is None else PolicyError(failure["message"], line=failure["line"], stage="call"),
            None if found is None else Replay(**found),
        )

    def late(self, stage: str, seconds: float) -> PolicyFailure:
        """End the process, since what it waits for took longer than that; the failure names the line that waits."""
        return self._channel.late(stage, seconds)

    def log(self) -> str:
        """What the policy has printed, its beginning; what is known of it if the process has ended."""
        if self._channel.failure is None:
            form = forms.words(min(self._limits.log_characters + 100, frames.MAX_LOG))
            try:
                self._log = self._ask(frames.LOG, b"", budget=self._limits.act_seconds, stage="log", form=form)
            except PolicyError as error:
                return error.log
        return self._log

    def close(self) -> None:
        """End its process."""
        self._channel.close()

    def __enter__(self) -> Policy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _agree(self, observation: Mapping[str, Any]) -> Packer:
        """Tell the process which fields stand where from now on."""
        self._packer = packer = Packer.of(observation)
        shapes = frames.to_json(list(packer.layout.shapes.items()))
        message = frames.pack(frames.LAYOUT, 0, shapes)
        self._channel.send(message, budget=self._limits.act_seconds, stage="act")
        packer.fill(observation)
        return packer

    def _sized(self, action: Array) -> Array:
        if self.action_size is not None and len(action) != self.action_size:
            raise PolicyInvalidAction(f"An action has {self.action_size} numbers, found {len(action)}.", stage="act")
        return action

    def _ask(self, kind: int, payload: bytes, *, budget: float, stage: str, form: forms.Form) -> Any:
        most = self._limits.answer_kb * 1024
        return self._channel.ask(kind, payload, budget=budget, stage=stage, read=answers.decoded(form), most=most)


def _check_size(request: bytes, what: str) -> None:
    if len(request) > frames.MAX_REQUEST:
        raise UnsafeCodeError(
            f"{what} takes {len(request) >> 20} MB as text, more than {frames.MAX_REQUEST >> 20} MB: pass less, or an object that "
            "is asked for the parts that are needed."
        )
