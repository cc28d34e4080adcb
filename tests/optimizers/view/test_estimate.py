from __future__ import annotations

import pytest

from robotrace.optimizers.view.estimate import tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("hand", 1),
        ("the hand moved", 3),
        ("0.006", 3),
        ("0.006 0.6", 7),
        ("12345", 2),
        ("a | b", 3),
        ("x\n\ny", 3),
    ],
)
def test_tokens_are_counted_like_a_tokenizer_would(text, count):
    assert tokens(text) == count
