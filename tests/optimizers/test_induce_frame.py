"""The frame of an uncalibrated robot: its map, its code, and the fit of a known one."""

import numpy as np
import pytest

from robotrace.optimizers.induce.dataset import Key
from robotrace.optimizers.induce.frame import Frame, rotation
from robotrace.optimizers.induce.frame_code import frame_code, said
from robotrace.optimizers.induce.framing import frame_of
from robotrace.optimizers.induce.motions import Motions, astray
from robotrace.optimizers.induce.response import Response, respond

HAND, PUCK = Key("observation", "hand_pos"), Key("observation", "puck_pos")
NOTHING = Frame()
TURNED = Frame(2, 40.0, None, 1.25)
MIRRORED = Frame(2, 0.0, 0, 1.0, (0.05, -0.08, 0.03))
SHORT = Frame(2, -20.0, None, 1.0, (0.06, 0.04, -0.03), gain=1.2)
TILTED = Frame(0, 20.0, None, 1.0, dead=0.01)
QUARTER = Frame(2, 90.0)


def play(frame, *, late=0, asking=None, episodes=5):
    """Episodes of a robot whose hand goes 65 % of the way in a timestep; the expert goes above a puck, then down to it."""
    generator = np.random.default_rng(3)
    played = []
    for _ in range(episodes):
        hand, puck = np.array([0.0, 0.6, 0.2]), generator.uniform([-0.1, 0.6, 0.02], [0.1, 0.7, 0.02])
        waiting, rows = None, []
        for _step in range(50):
            place = puck + np.array([0.0, 0.0, 0.1 if np.linalg.norm(hand[:2] - puck[:2]) > 0.02 else 0.0])
            hint = frame.to_robot(place[None], hand[None])[0]
            asked = hint + generator.uniform(-0.05, 0.05, 3) if asking is None else asking(hand)
            rows.append((hand, puck, asked, hint))
            sent = asked if not late else waiting
            waiting = asked
            if sent is not None:
                hand = hand + 0.65 * np.clip(frame.goes_to(sent[None], hand[None])[0] - hand, -0.1, 0.1)
        hands, pucks, asked, hints = (np.array(column) for column in zip(*rows, strict=True))
        played.append(Motions({HAND: hands, PUCK: pucks}, asked, hints))
    return played


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        (90.0, [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        (-90.0, [[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        (180.0, [[-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]]),
    ],
)
def test_quarter_turns_are_exact(degrees, expected):
    assert rotation(2, degrees).tolist() == expected


def test_a_frame_says_where_the_hand_goes():
    asked, hand = np.array([[0.1, 0.6, 0.2]]), np.array([[0.0, 0.5, 0.2]])
    assert MIRRORED.goes_to(asked, hand)[0] == pytest.approx([-0.05, 0.52, 0.23])
    assert QUARTER.goes_to(asked, hand)[0] == pytest.approx([-0.6, 0.1, 0.2])
    assert Frame(gain=0.5, dead=0.01).goes_to(asked, hand)[0] == pytest.approx([0.04, 0.54, 0.2])


@pytest.mark.parametrize("frame", [NOTHING, TURNED, MIRRORED, SHORT, TILTED, QUARTER, Frame(1, 270.0, 1, 0.8)])
def test_what_is_asked_for_a_place_takes_the_hand_there_and_the_code_asks_for_the_same(frame):
    generator = np.random.default_rng(0)
    places, hands = generator.uniform(-0.5, 0.5, (20, 3)), generator.uniform(-0.5, 0.5, (20, 3))
    asked = frame.to_robot(places, hands)
    assert np.abs(frame.goes_to(asked, hands) - places).max() < 1e-12
    source = "def ask(hand, wanted):\n" + "\n".join(frame_code(frame, "hand", 0)) + "\n    return to_robot(wanted)\n"
    names = {"np": np}
    exec(compile(source, "frame", "exec"), names)
    written = np.array([names["ask"](hand, place) for hand, place in zip(hands, places, strict=True)])
    assert np.abs(written - asked).max() < 1e-12


def test_the_code_swaps_axes_where_the_turn_is_a_quarter():
    assert (
        "\n".join(frame_code(QUARTER, "hand_pos", 0))
        == '''
    def to_robot(place):
        """What this robot has to be asked for, for its hand to go to a place: it is not calibrated.

        It turns what it is asked for by 90 degrees about z.
        """
        x, y, z = place
        return np.array([y, -x, z])'''
    )


def test_the_code_of_a_gain_and_a_dead_band_starts_from_the_hand():
    lines = [line.strip() for line in frame_code(Frame(offset=(0.1, 0.0, 0.0), gain=0.7, dead=0.01), "hand_pos", 1)]
    assert lines[-4:] == [
        "way = place - hand_pos",
        "way = way + 0.01 * np.sign(way)",
        "place = hand_pos + way / 0.7",
        "return place - np.array([0.1, 0, 0])",
    ]
    assert said(Frame(offset=(0.1, 0.0, 0.0), gain=0.7, dead=0.01), 1) == [
        "It adds [0.1, 0, 0] m.",
        "It goes 0.7 times as far as it should.",
        "It loses the first 10 mm of the way along each axis.",
        "It answers one timestep late.",
    ]


@pytest.mark.parametrize("frame", [NOTHING, TURNED, MIRRORED, SHORT, TILTED, QUARTER])
@pytest.mark.parametrize("late", [0, 1])
def test_a_known_frame_is_found_in_what_was_asked_and_reached(frame, late):
    episodes = play(frame, late=late)
    response = respond(episodes)
    assert (response.hand, response.late) == (HAND, late)
    assert frame_of(response, episodes) == frame


def test_a_scale_stays_believable_where_the_hand_hardly_answers():
    flat = Response(HAND, 0, np.diag([0.02, 0.02, 0.01]), np.zeros(3), np.zeros(3), 0.1)
    assert frame_of(flat, play(NOTHING, episodes=1)).scale >= 0.3


def test_nothing_answers_where_nothing_moves():
    episodes = [Motions({PUCK: np.zeros((50, 3))}, np.random.default_rng(0).random((50, 3)), np.zeros((50, 3)))]
    assert respond(episodes) is None


def stay(hand):
    return hand


def constant(_hand):
    return np.array([0.0, 0.6, 0.2])


def ahead(hand):
    return hand + np.array([0.05, 0.0, -0.02])


@pytest.mark.parametrize("asking", [stay, constant, ahead])
def test_a_calibrated_robot_does_not_go_astray(asking):
    assert not astray(play(NOTHING, asking=asking))


@pytest.mark.parametrize("frame", [TURNED, MIRRORED, SHORT, QUARTER, Frame(scale=1.1)])
@pytest.mark.parametrize("asking", [stay, constant])
def test_a_robot_with_another_frame_goes_astray(frame, asking):
    assert astray(play(frame, asking=asking))


def test_what_jumps_is_no_motion_of_a_robot():
    generator = np.random.default_rng(0)
    episode = Motions({HAND: generator.uniform(0, 1, (50, 3))}, np.zeros((50, 3)), np.zeros((50, 3)))
    assert not astray([episode])
