"""What a sentence is about: sports, food, weather or music."""

from __future__ import annotations

import random

from .parts import Part, of_part
from .sentences import SENTENCES

FRAMES = ("{}", "Heard on the radio: {}", "From a letter: {}", "Somebody said: {}", "The paper writes: {}", "Note: {}")


def draw(chance: random.Random, part: Part, number: int) -> tuple[str, str]:
    """A sentence, and its topic; the topics in turn."""
    topics = sorted(SENTENCES)
    topic = topics[number % len(topics)]
    sentence = chance.choice(of_part(SENTENCES[topic], part))
    return chance.choice(of_part(FRAMES, part)).format(sentence), topic
