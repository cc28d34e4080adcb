"""Whole texts to compare with; ROBOTRACE_UPDATE_GOLDEN=1 writes them anew, to be read before they are committed."""

from __future__ import annotations

import os
from pathlib import Path


def golden(path: Path, text: str) -> None:
    """Compare a text with a file, character by character."""
    if os.environ.get("ROBOTRACE_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
