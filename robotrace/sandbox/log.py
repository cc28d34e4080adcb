"""What a policy prints: untrusted, so it is bounded."""

from __future__ import annotations

from collections.abc import Iterable


class Log:
    """Takes the place of standard output and error: keeps the first characters and counts the others."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, length: int) -> None:
        self._room = length
        self._parts: list[str] = []
        self._dropped = 0

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        kept = text[: self._room]
        if kept:
            self._parts.append(kept)
            self._room -= len(kept)
        self._dropped += len(text) - len(kept)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """It is no terminal."""
        return False

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def text(self) -> str:
        """What was kept, and how much was not."""
        dropped = f"\n[{self._dropped} more characters]" if self._dropped else ""
        return "".join(self._parts) + dropped
