"""CarRacing's picture in numbers."""

import numpy as np
import pytest
from robotrace.envs.gymnasium_ import car_racing

import robotrace as rt
from robotrace.errors import OptionError

GRASS, ROAD = (100, 202, 100), (102, 102, 102)


def picture(left=38, right=59):
    """A straight road between two columns, and no instruments."""
    seen = np.zeros((96, 96, 3), np.uint8)
    seen[:84] = GRASS
    seen[:84, left:right] = ROAD
    return seen


def named(seen):
    names = ["speed", "wheel", "turn_rate", *(f"edge_{angle}" for angle in car_racing.ANGLES)]
    return dict(
        zip([*names, *(f"middle_{m}" for m in car_racing.AHEAD)], car_racing.numbers(seen).tolist(), strict=True)
    )


def test_a_straight_road_has_edges_at_both_sides_and_its_middle_ahead():
    seen = named(picture())
    assert seen["edge_0"] == 50
    assert seen["edge_-90"] == pytest.approx(seen["edge_90"], abs=0.7)
    assert seen["edge_90"] == pytest.approx(10.5 / car_racing.ACROSS, abs=0.7)
    assert [round(seen[f"middle_{m}"], 2) for m in car_racing.AHEAD] == [0.0] * 6


def test_a_road_to_the_right_is_to_the_right():
    seen = named(picture(left=48, right=69))
    assert seen["edge_-90"] < seen["edge_90"]
    assert seen["middle_10"] == pytest.approx(10 / car_racing.ACROSS, abs=0.4)


def test_on_the_grass_no_edge_is_away():
    seen = named(picture(left=0, right=0))
    assert seen["edge_0"] == seen["edge_-60"] == 0
    assert seen["middle_30"] == 0


def test_the_instruments_say_what_the_car_does():
    pytest.importorskip("Box2D", reason="Box2D is not installed")
    task = rt.make("CarRacing-v3")
    task.reset(0)
    for t in range(60):
        seen = task.step([0.1 if t > 40 else -0.1, 0.3, 0.0]).observation
    car = task._env.unwrapped.car
    assert float(seen["speed"]) == pytest.approx(np.hypot(*car.hull.linearVelocity), abs=6)
    assert float(seen["wheel"]) == pytest.approx(car.wheels[0].joint.angle, abs=0.02)
    assert float(seen["turn_rate"]) == pytest.approx(car.hull.angularVelocity, abs=0.1)
    task.close()


def test_it_is_a_task_and_in_any_colours_it_is_a_picture():
    pytest.importorskip("Box2D", reason="Box2D is not installed")
    task = rt.make("CarRacing-v3")
    assert [field.name for field in task.fields][:4] == ["speed", "wheel", "turn_rate", "edge_left_90"]
    assert len(task.fields) == 18
    assert task.action.names == ("steer", "gas", "brake")
    with pytest.raises(OptionError, match=r"observes pictures \(observation, 96 x 96 x 3\)"):
        rt.make("CarRacing-v3?domain_randomize=true")


def test_the_starter_drives_by_them():
    pytest.importorskip("Box2D", reason="Box2D is not installed")
    task = rt.make("CarRacing-v3?horizon=250")
    found = rt.evaluate("car_racing", task, goals=1, trust=True)
    assert found.returns.value > 150
    assert found.episodes[0].failure is None
