"""The policy's process: it gives up what it can, and only then meets the text it is to run."""

from __future__ import annotations

import base64
import contextlib
import gc
import json
import math
import os
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from robotrace import trace
from robotrace.errors import ActionError, ExecutionError
from robotrace.opto import codec
from robotrace.sandbox import answers, forms, frames, layout, program, proxies
from robotrace.sandbox.action import vector
from robotrace.sandbox.line import Line
from robotrace.sandbox.lock import SOCKET
from robotrace.sandbox.log import Log
from robotrace.sandbox.plain import PLAIN, not_plain
from robotrace.sandbox.proxies import Home
from robotrace.trace import Graph, Node, no_trace, node, unwrap
from robotrace.trace.recipe import packed, unpacked
from robotrace.trace.state import untraced

RUNNER = Line(SOCKET)
Answer = tuple[int, bytes]


def run(session: Session, layers: bytes, config: Mapping[str, Any]) -> NoReturn:
    """Be a policy's process, which is locked, until the runner hangs up.

    Args:
        session: What answers the runner; nobody has asked it yet.
        layers: Which layers hold, as `ready` wrote it.
        config: The limits "log_characters", "answer_kb" and "recursion".
    """
    session.log = sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Log(config["log_characters"])  # type: ignore[assignment,misc]
    session.answer_bytes = config["answer_kb"] * 1024
    sys.setrecursionlimit(config["recursion"])
    gc.enable()
    RUNNER.answer(frames.READY, layers, 0)
    session.serve()
    os._exit(0)


def ready(layers: Mapping[str, bool]) -> bytes:
    """The first answer of a process: which layers hold."""
    return frames.to_utf8(codec.encode(dict(layers)))


@dataclass(slots=True)
class Session:
    """Answers the runner's requests."""

    log: Log = field(default_factory=lambda: Log(0))
    answer_bytes: int = 0
    loaded: program.Loaded | None = None
    functions: list[str] = field(default_factory=list)
    filename: str = ""
    layout: layout.Layout = field(default_factory=lambda: layout.Layout([]))
    memory: dict[str, Any] = field(default_factory=dict)
    home: Home | None = None

    def serve(self) -> None:
        """Answer until the runner hangs up. Whatever the policy raises is an answer too."""
        asked = {
            frames.LOAD: self._load,
            frames.ACT: self._act,
            frames.REPLAY: self._replay,
            frames.CALL: self._call,
            frames.INVOKE: self._invoke,
            frames.LOG: self._log,
        }
        for kind, sequence, payload in RUNNER.requests():
            if kind == frames.LAYOUT:
                self.layout = layout.Layout(json.loads(payload))
                continue
            try:
                answer = asked[kind](payload)
            except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are the policy's too
                answer = frames.ERROR, self._failure(error)
            RUNNER.answer(*answer, sequence)

    def _load(self, payload: bytearray) -> Answer:
        request = json.loads(payload)
        text = request["source"]
        self.filename = program.filename(text)
        known: str | None = request["recipe"]
        recipe = {} if known is None else unpacked(base64.b64decode(known))
        outside = codec.decode(request["outside"])
        if outside:
            self.home = Home(RUNNER, self.answer_bytes)
        around = proxies.surroundings(outside, self.home)
        self.loaded = program.load(text, request["entry"], around, recipe=recipe)
        self.functions = self.loaded.functions
        if known is not None:
            return self._data(None, forms.nothing)  # the runner has it from those that made the recipe
        code = base64.b64encode(packed(recipe)).decode("ascii") if request["tell"] else ""
        parameters = [program.described(parameter) for parameter in self.loaded.parameters]
        return self._data({"parameters": parameters, "code": code}, answers.LOADED)

    def _act(self, payload: bytearray) -> Answer:
        action, lines = untraced(self._entry, self.layout.unpack(payload))
        return frames.ACTION, vector(action).tobytes() + self._lines(lines)

    def _lines(self, lines: Mapping[str, int | None]) -> bytes:
        """One number for each trainable function, in the order in which they were described; NaN where it was not called."""
        numbers = array("d")
        for name in self.functions:
            number = answers.line(lines.get(name))
            numbers.append(math.nan if number is None else number)
        return numbers.tobytes()

    def _replay(self, payload: bytearray) -> Answer:
        """Call the entry traced with one observation after the other, up to the first that fails."""
        outputs: list[Node] = []
        rows: dict[str, int] = {}
        asked = len(payload) // self.layout.bytes if payload else 0
        for row in range(asked):
            seen = self.layout.unpack(payload[row * self.layout.bytes : (row + 1) * self.layout.bytes])
            # As parameters, of which the graph keeps all that was made; the runner knows what it has sent.
            state = node(seen, name=f"observation of row {row}", trainable=True)
            rows[state.name] = row
            try:
                chosen = self._entry(state)
            except ExecutionError as error:
                outputs.append(error.node)
                break
            except BaseException:  # noqa: BLE001 - the runner has it from the call that is replayed here
                break
            outputs.append(chosen if isinstance(chosen, Node) else node(chosen, name="action"))
        found, ids = records(outputs, rows)
        return self._data({"records": found, "outputs": ids}, answers.trace(asked))

    def _call(self, payload: bytearray) -> Answer:
        arguments = codec.decode(json.loads(payload))
        assert self.loaded is not None
        return self._data(unwrap(self.loaded.function(*arguments)), forms.plain)

    def _invoke(self, payload: bytearray) -> Answer:
        """Call the entry with arguments by name; traced, what it raises is no error but a part of the trace."""
        encoded, traced = json.loads(payload)
        arguments = codec.decode(encoded)
        assert self.loaded is not None
        if self.home is not None:
            self.home.is_open = True
        if not traced:
            with no_trace():
                answer = {"value": _carried(self.loaded.function(**arguments)), "failure": None, "trace": None}
            return self._data(answer, answers.invocation())
        outputs: list[Node] = []
        value, failure = None, None
        try:
            returned = self.loaded.function(**{name: node(given, name=name) for name, given in arguments.items()})
            outputs.append(output_node(returned))
            value = _carried(unwrap(returned))
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are the program's too
            outputs += [error.node] if isinstance(error, ExecutionError) else []
            said = program.explain(error, self.filename)
            failure = {"message": said["message"], "line": answers.line(said["line"])}
        found, ids = records(outputs, {})
        answer = {"value": value, "failure": failure, "trace": {"records": found, "outputs": ids}}
        return self._data(answer, answers.invocation())

    def _log(self, payload: bytearray) -> Answer:  # noqa: ARG002 - requests are called alike
        return frames.DATA, frames.to_utf8(self.log.text()[: frames.MAX_LOG])

    def _entry(self, observation: Any) -> Any:
        assert self.loaded is not None
        if self.loaded.with_memory:
            return self.loaded.function(observation, memory=self.memory)
        return self.loaded.function(observation)

    def _data(self, value: Any, form: forms.Form) -> Answer:
        """An answer that the runner will take.

        Raises:
            ValueError: The runner would refuse the answer; raised here, it is an error of the policy's.
        """
        data = frames.to_utf8(codec.encode(value))
        if len(data) > self.answer_bytes:
            raise ValueError(f"the answer takes {len(data)} bytes, more than {self.answer_bytes}")
        answers.decoded(form)(data)
        return frames.DATA, data

    def _failure(self, error: BaseException) -> bytes:
        report: dict[str, Any] = {"message": type(error).__name__, "line": None, "traceback": "", "log": ""}
        with contextlib.suppress(BaseException):  # out of memory, or out of stack: then the least that can be said
            report |= program.explain(error, self.filename) | {"log": program.log_end(self.log.text())}
        invalid = isinstance(error, ActionError) or isinstance(error.__cause__, ActionError)
        report |= {"line": answers.line(report["line"]), "invalid_action": invalid}
        return frames.to_utf8(codec.encode(report))


def output_node(returned: Any) -> Node:
    """The node of what an entry returned; of a container of nodes, such as a dict of them, one that they lead to."""
    if isinstance(returned, Node):
        return returned
    return trace.record("output", {"value": returned}, unwrap(returned), description="What the program returned.")


def _carried(value: Any) -> Any:
    """A value that can leave the process as it is.

    Raises:
        TypeError: It cannot.
    """
    wrong = not_plain(value)
    if wrong is not None:
        raise TypeError(f"it returned what cannot leave the sandbox ({wrong.lstrip(', ')}); return {PLAIN}")
    return value


def records(outputs: Sequence[Node], rows: Mapping[str, int]) -> tuple[list[dict[str, Any]], list[int]]:
    """The trace of outputs, with all that lies between them and the observations; and the outputs' places in it.

    Args:
        outputs: The nodes of the actions.
        rows: Which observation a parameter stands for, by its name.
    """
    distinct = list(dict.fromkeys(outputs))
    graph = Graph.of({output: number for number, output in enumerate(distinct)})
    places = {distinct[number]: place for place, (number,) in graph.feedback.items()}
    found = graph.to_records()
    for record in found:
        del record["feedback"]
        record["error"] = record["error"] and record["error"][: frames.TRACEBACK]
        if record["kind"] == "parameter" and record["name"] in rows:
            row = rows[record["name"]]
            record |= {"kind": "input", "name": "observation", "note": {"row": row}, "output": None}
    return found, [places[output] for output in outputs]
