"""What a case looked like: pictures that cost nothing until somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from robotrace.trace.deferred import Deferred


class Pictures:
    """Pictures of one outcome, drawn at the first look, once, however many threads look.

    Args:
        about: What the pictures show and from which view, in words.
        captions: One caption for each picture, in order.
        draw: The pictures as PNG files; what it raises, each look raises.
    """

    __slots__ = ("_pngs", "about", "captions")

    def __init__(self, about: str, captions: Sequence[str], draw: Callable[[], Sequence[bytes]]) -> None:
        self.about = about
        self.captions = tuple(captions)
        self._pngs = Deferred(lambda: tuple(draw()))

    def __len__(self) -> int:
        return len(self.captions)

    @property
    def pngs(self) -> tuple[bytes, ...]:
        """Whole PNG files, one a caption."""
        return self._pngs.get()
