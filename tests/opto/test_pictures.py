from concurrent.futures import ThreadPoolExecutor

import pytest

from robotrace.errors import RenderError
from robotrace.opto import Artifacts, Case, Outcome, Pictures


def test_nothing_is_drawn_before_somebody_looks_and_then_once():
    drawn = []

    def draw():
        drawn.append(1)
        return [b"one", b"two"]

    pictures = Pictures("From above.", ["t=0", "t=9"], draw)
    assert (pictures.about, pictures.captions, len(pictures), drawn) == ("From above.", ("t=0", "t=9"), 2, [])
    with ThreadPoolExecutor(4) as pool:
        looks = list(pool.map(lambda _: pictures.pngs, range(4)))
    assert looks == [(b"one", b"two")] * 4
    assert drawn == [1]


def test_what_drawing_raises_the_look_raises():
    def draw():
        raise RenderError("no screen")

    with pytest.raises(RenderError, match="no screen"):
        Pictures("", ["t=0"], draw).pngs


def test_pictures_make_no_difference_between_outcomes():
    plain = Outcome(Case("train", 0), True, 1.0, "solved")
    assert plain == Outcome(Case("train", 0), True, 1.0, "solved", artifacts=Artifacts(pictures=Pictures("", [], list)))
    assert plain.pictures is None
