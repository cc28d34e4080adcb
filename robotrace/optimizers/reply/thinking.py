"""The answer of a reply, without the reasoning that some models write in front of it, drafts included.

Endpoints differ in what they leave of it: both of its tags, the closing one alone (the opening one is in the chat template),
or the opening one alone (the length limit came first). Tags within a closed block are text of the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from robotrace.errors import ProposalError
from robotrace.optimizers.reply.fences import fences, labels, lines_of
from robotrace.optimizers.reply.objects import objects

_NAMES = r"(?:seed:|ant)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratchpad|analysis)"
_TAG = re.compile(
    rf"<(?P<a>/?){_NAMES}(?:\s[^<>\n]{{0,200}})?>"  # DeepSeek, Qwen, Seed, Gemma and many more
    r"|\[(?P<b>/?)THINK(?:ING)?\]"  # Mistral
    r"|◁(?P<c>/?)think▷"  # Kimi
    r"|<\|(?:begin_of_thought|START_THINKING|channel\|>(?:analysis|commentary)[^<>\n]{0,100}<\|message)\|>"  # Cohere, gpt-oss
    r"|(?P<d><\|(?:end_of_thought|END_THINKING|channel\|>final(?:\s[^<>\n]{0,100})?<\|message)\|>)",
    re.IGNORECASE,
)
_BARE_CHANNELS = re.compile(r"\s*analysis(?=\S)(?s:.*)assistantfinal")  # gpt-oss where its marks were left out
_ENDS = re.compile(r"(?:\s*(?:<\|[A-Za-z_]{1,30}\|>|</s>))+\s*\Z")  # marks of the end that a template left in
_MARKS = "\ufeff\u200b\u2060"
_MOST = 40  # stretches of reasoning; bounds the time that a hostile reply takes


def answer_of(text: str, *, objects_too: bool = False) -> str:
    """The answer of a reply once its reasoning is over, on the lines on which it stands.

    Args:
        text: The text of the whole reply.
        objects_too: Whether tags within JSON objects are text of the answer as well.

    Raises:
        ProposalError: The reply ends within its reasoning, or goes in and out of it too often.
    """
    rest = "\n".join(lines_of(text))
    rest = rest[1:] if rest[:1] in _MARKS else rest
    if "<" in rest[-40:]:
        rest = rest[:-2_000] + _ENDS.sub("", rest[-2_000:])
    bare = _BARE_CHANNELS.match(rest)
    kept = ""
    if bare is not None:
        kept, rest = _blank(bare[0]), rest[bare.end() :]
    for _ in range(_MOST):
        tag = next(_tags(rest, objects_too), None)
        if tag is None:
            return kept + rest
        if _ends(tag):  # without a beginning: all of what stands before it was reasoning
            kept, rest = _blank(kept + rest[: tag.start()]), rest[tag.end() :]
            continue
        within = rest[tag.end() :]
        end = next((tag for tag in _tags(within, objects_too) if _ends(tag)), None)
        if end is None:
            raise ProposalError(
                f"The reply ends within its thinking ({tag[0][:40]} has no end); nothing after it could be read."
            )
        kept, rest = kept + rest[: tag.start()] + _blank(within[: end.start()]), within[end.end() :]
    raise ProposalError(f"The reply goes in and out of its thinking more than {_MOST} times; nothing of it was read.")


class _Cover(NamedTuple):
    """A closed block or an object: from where to where, and up to where a tag that ends reasoning does so all the same."""

    start: int
    end: int
    open_until: int = -1


def _tags(text: str, objects_too: bool) -> Iterator[re.Match[str]]:
    """The tags of a text that are no part of a block, of an object or of a word in `backticks`."""
    if _TAG.search(text) is None:
        return
    covers = [_blocks(text), _objects(text) if objects_too else []]
    for tag in _TAG.finditer(text):
        quoted = text[max(0, tag.start() - 1) : tag.start()] == "`" or text[tag.end() : tag.end() + 1] == "`"
        empty = tag[0].endswith("/>")
        if not quoted and not empty and not any(_hidden(tag, some) for some in covers):
            yield tag


def _hidden(tag: re.Match[str], covers: Sequence[_Cover]) -> bool:
    """Whether a tag is text of one of these, which are in order."""
    place = bisect_right(covers, tag.start(), key=lambda cover: cover.start) - 1
    if place < 0 or tag.start() >= covers[place].end:
        return False
    return not (_ends(tag) and tag.start() < covers[place].open_until)


def _blocks(text: str) -> list[_Cover]:
    """The closed blocks.

    A draft whose fence was left open runs on into the answer: then a label or another fence stands in it, behind the tag.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    covers = []
    for block in fences(text):
        inside = block.text.split("\n")
        last = max((i for i, line in enumerate(inside) if _begins_a_block(line)), default=None)
        end = starts[min(len(starts) - 1, block.line + len(inside) + 1)]
        if block.closed:
            covers.append(_Cover(starts[block.line - 1], end, -1 if last is None else starts[block.line + last]))
    return covers


def _objects(text: str) -> list[_Cover]:
    try:
        return [_Cover(piece.start, piece.end) for piece in objects(text)[0]]
    except ProposalError:  # reading the answer gives the reason in better words
        return []


def _begins_a_block(line: str) -> bool:
    return line.lstrip().startswith(("```", "~~~")) or bool(labels(line))


def _ends(tag: re.Match[str]) -> bool:
    return bool(tag["a"] or tag["b"] or tag["c"] or tag["d"])


def _blank(text: str) -> str:
    """The lines of a text without their words, so that what follows keeps its place."""
    return "\n" * text.count("\n")
