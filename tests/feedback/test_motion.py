import numpy as np
import pytest

from robotrace.feedback import motion

REST = np.array([0.0, 0.0, 0.02])


def line(*points):
    return np.array(points, dtype=float)


def fine(path, steps):
    """The same path in `steps` times as many steps."""
    times = np.arange(len(path))
    finer = np.linspace(0, len(path) - 1, (len(path) - 1) * steps + 1)
    return np.column_stack([np.interp(finer, times, path[:, axis]) for axis in range(3)])


def test_the_nearest_approach_is_dated_when_it_was_first_reached():
    hand = line((0.3, 0, 0), (0.1, 0, 0), (0.0991, 0, 0), (0.2, 0, 0))
    found = motion.approach(hand, np.zeros((4, 3)))
    assert (found.start, found.nearest_at, found.end) == (0.3, 1, 0.2)
    assert found.nearest == pytest.approx(0.0991)
    np.testing.assert_allclose(found.offset, (0.1, 0, 0))


def test_an_object_that_the_hand_carries_rides_until_it_falls():
    hand = line((0, 0, 0.3), (0, 0, 0.03), (0, 0, 0.13), (0.1, 0, 0.13), (0.2, 0, 0.13), (0.3, 0, 0.13))
    puck = line(REST, REST, (0, 0, 0.12), (0.1, 0, 0.12), (0.1, 0, 0.02), (0.1, 0, 0.02))
    assert motion.rides(hand, puck, REST) == [
        motion.Ride(first=1, last=2, lift=pytest.approx(0.1), lost=3, fall=pytest.approx(0.1))
    ]


@pytest.mark.parametrize("steps", [1, 4, 40])
def test_a_ride_is_found_at_any_number_of_steps(steps):
    hand = fine(line((0, 0, 0.3), (0, 0, 0.03), (0, 0, 0.13), (0.1, 0, 0.13)), steps)
    puck = fine(line(REST, REST, (0, 0, 0.12), (0.1, 0, 0.12)), steps)
    (ride,) = motion.rides(hand, puck, REST)
    assert abs(ride.first - steps) <= steps / 10
    assert ride.last == 3 * steps - 1
    assert ride.lost is None


def test_an_object_in_a_hand_that_rests_on_the_way_rides_once():
    hand = line((0, 0, 0.03), (0, 0, 0.13), (0, 0, 0.13), (0, 0, 0.13), (0.1, 0, 0.13))
    puck = hand - (0, 0, 0.01)
    (ride,) = motion.rides(hand, puck, REST)
    assert (ride.first, ride.last) == (0, 3)


def test_an_object_that_is_knocked_away_does_not_ride():
    hand = line((-0.1, 0, 0.02), (-0.03, 0, 0.02), (-0.03, 0, 0.02), (-0.03, 0, 0.02))
    puck = line(REST, REST, (0.1, 0, 0.02), (0.2, 0, 0.02))
    assert motion.rides(hand, puck, REST) == []


def test_an_object_that_is_lowered_in_the_hand_is_not_dropped():
    hand = line((0, 0, 0.03), (0, 0, 0.13), (0.1, 0, 0.13), (0.1, 0, 0.03), (0.1, 0, 0.2))
    puck = line(REST, (0, 0, 0.12), (0.1, 0, 0.12), (0.1, 0, 0.02), (0.1, 0, 0.02))
    (ride,) = motion.rides(hand, puck, REST)
    assert (ride.last, ride.lost, ride.fall) == (2, 3, 0.0)


def test_an_object_that_settles_out_of_reach_rests_where_it_settled():
    puck = line((0, 0, 0), (0, 0, 0.03), (0, 0, 0.03))
    far, near = np.full((3, 3), 0.3), np.full((3, 3), 0.01)
    np.testing.assert_array_equal(motion.rest(puck, (far,)), (0, 0, 0.03))
    np.testing.assert_array_equal(motion.rest(puck, (near,)), (0, 0, 0))


def test_the_first_move_is_the_action_that_did_it():
    puck = line(REST, REST, (0, 0, 0.025), (0, 0, 0.05))
    assert motion.first_move(puck, REST) == 2
    assert motion.first_move(puck[:3], REST) is None
