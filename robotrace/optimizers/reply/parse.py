"""A model's reply as new values: every block that is labelled for a variable, or a refusal that says what is wrong.

Nothing is guessed, and code is only looked at as text: whether it compiles and runs is found out where it runs. A reply
may also be one JSON object (`json_reply`). Reading takes time in proportion to the reply's length, whatever it holds.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from robotrace.errors import ProposalError
from robotrace.optimizers.reply.fences import Fence, fences, labels, lines_of
from robotrace.optimizers.reply.json_form import read_object, read_plain
from robotrace.optimizers.reply.thinking import answer_of
from robotrace.optimizers.reply.values import defines, function_name, read_value, same_value
from robotrace.opto import Variable

Form: TypeAlias = Literal["fences", "json"]

MAX_REPLY = 200_000  # characters of a whole reply


def parse_reply(text: str, variables: Sequence[Variable], *, form: Form = "fences") -> dict[str, Any]:
    """The values that a reply proposes, by variable name.

    Args:
        text: The reply as it came.
        variables: The variables that may change, with their present values.
        form: The form that was asked for: "fences" (a labelled block a variable) or "json" (one object, as in the paper).

    Raises:
        ProposalError: Anything in the reply is not as asked for; the message says what, and what was expected.
    """
    if not text.strip():
        raise ProposalError("The reply was empty.")
    if len(text) > MAX_REPLY:
        raise ProposalError(f"The reply has {len(text):,} characters; more than {MAX_REPLY:,} are not read.")
    answer = answer_of(text, objects_too=form == "json")
    known = {variable.name: variable for variable in variables}
    proposed: Mapping[str, Any] = (
        read_object(answer, variables)[1] if form == "json" else _by_variable(answer, variables)
    )
    read = read_plain if form == "json" else _read_block
    values, problems = {}, []
    for name, written in proposed.items():
        if name not in known:
            raise ProposalError(unknown(name, list(known)))
        try:
            values[name] = read(written, known[name])
        except ProposalError as error:
            problems.append(str(error))
    if problems:
        raise ProposalError(" ".join(problems))
    if all(same_value(values[name], known[name].value) for name in values):
        raise ProposalError(f"The reply changes nothing: {_listed(values)} as proposed is what stands already.")
    return values


def reason_of(text: str, *, form: Form = "fences") -> str:
    """The words of a reply, without its blocks; "" for one that is too long to be read."""
    if len(text) > MAX_REPLY:
        return ""
    try:
        answer = answer_of(text, objects_too=form == "json")
    except ProposalError:
        return ""
    if form == "json":
        try:
            return read_object(answer)[0]
        except ProposalError:
            return answer.strip()
    words = "\n".join(line for line in _outside(answer, fences(answer)).split("\n") if not labels(line))
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def unknown(name: str, names: Sequence[str]) -> str:
    """The refusal of a value for something that is no variable."""
    near = difflib.get_close_matches(name[:100], names, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return (
        f"The reply gives a value for {name[:100]!r}, which is no variable. {hint}The variables are {_listed(names)}."
    )


def _read_block(block: Fence, variable: Variable) -> Any:
    return read_value(block.text, variable)


def _by_variable(text: str, variables: Sequence[Variable]) -> dict[str, Fence]:
    names = [variable.name for variable in variables]
    blocks = fences(text)
    labelled = [(block.label, block) for block in blocks if block.label is not None] or _unlabelled(blocks, variables)
    if not labelled:
        raise ProposalError(_no_blocks(text, blocks, names))
    chosen: dict[str, Fence] = {}
    for name, block in labelled:
        if name not in names:
            raise ProposalError(unknown(name, names))
        if name in chosen:
            lines = f"lines {chosen[name].line} and {block.line}"
            raise ProposalError(f"The reply gives two blocks for {name!r} ({lines}); exactly one is expected.")
        chosen[name] = block
    for name, block in chosen.items():
        if not block.closed:
            raise ProposalError(
                f"The block for {name!r} (line {block.line}) has no end; the reply may have been cut off."
            )
    _check_matched(blocks, max(block.line for block in chosen.values()))
    bare = [name for name in dict.fromkeys(labels(_outside(text, blocks))) if name not in chosen]
    if bare:
        raise ProposalError(
            f"The reply names {_listed(bare)} without a block for it; a fenced block must follow directly."
        )
    return chosen


def _check_matched(blocks: Sequence[Fence], last: int) -> None:
    """See that it is clear where each value ends: a fence within a fence ends the outer one by the rules.

    Raises:
        ProposalError: It is not clear where a value ends.
    """
    for block in blocks:
        if block.label is not None and block.inner is not None:
            raise ProposalError(
                f"The block for {block.label!r} (line {block.line}) holds a fence like its own (line {block.inner}), so it is not "
                "clear where it ends; put a longer fence around the value."
            )
        if block.label is None and not (block.closed and block.text.strip()) and block.line > last:
            raise ProposalError(
                f"The fence in line {block.line} belongs to no block, so it is not clear where the values end; put a longer fence "
                "around a value that holds ``` itself."
            )


def _unlabelled(blocks: Sequence[Fence], variables: Sequence[Variable]) -> list[tuple[str, Fence]]:
    """The one block without a label that can only mean one thing: the only variable, or the only function that it defines."""
    if len(blocks) != 1:
        return []
    [block] = blocks
    if len(variables) == 1 and variables[0].kind != "code":
        return [(variables[0].name, block)]
    codes = [variable for variable in variables if variable.kind == "code"]
    if len(codes) != 1 or block.language not in ("", "python", "py", "python3"):
        return []
    return [(codes[0].name, block)] if defines(block.text, function_name(codes[0])) else []


def _no_blocks(text: str, blocks: Sequence[Fence], names: Sequence[str]) -> str:
    wanted = (
        "Expected for each variable to change: a line '### variable: NAME' and directly below it a fenced block. "
        f"The variables are {_listed(names)}."
    )
    if blocks:
        count = "one block" if len(blocks) == 1 else f"{len(blocks)} blocks"
        return f"The reply has {count} but no label on any, so it is not clear which variable is meant. {wanted}"
    start = " ".join(text.split())
    return f"The reply has no fenced block. {wanted} It begins: {start[:120]!r}."


def _outside(text: str, blocks: Sequence[Fence]) -> str:
    lines = lines_of(text)
    for block in blocks:
        for index in range(block.line - 1, min(len(lines), block.line + block.text.count("\n") + 2)):
            lines[index] = ""
    return "\n".join(lines)


def _listed(names: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(repr(name) for name in names)
