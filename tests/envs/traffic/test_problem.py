import subprocess
import sys
from unittest import mock

import numpy as np
import pytest
from matplotlib import rcParams
from robotrace.envs.traffic import CORRIDOR, Road, corridor_demand, demand
from robotrace.envs.traffic.crossing import whole

import robotrace as rt
from robotrace.errors import OptionError, ProposalError, UnknownNameError
from robotrace.opto import Case
from robotrace.testing import check_problem

pytestmark = pytest.mark.slow


def test_the_published_set_up_gives_the_published_scores():
    assert Road(42, (15, 15), published=True).run().published == pytest.approx(75.588, abs=0.01)
    assert Road(42, (23, 15), published=True).run().published == pytest.approx(34.708, abs=0.01)


def test_no_demand_is_dropped():
    rates = np.array([0.1, 0.1, 0.3])
    assert np.round(whole(rates) * 6, 4).tolist() == [0.0, 1.0, 2.0]
    wanted = sum(float(rates.sum()) * 6 for rates in demand(3).values())
    made = sum(trips for trips, _, _ in Road(3, (20, 15)).run().pairs.values())
    assert wanted - 12 < made <= wanted


def test_a_scenario_that_is_gone_on_with_by_cycles_loses_the_same_as_one_that_runs_through():
    road = Road(1, (20, 15))
    while not road.is_over:
        road.cycle((20, 15))
    assert road.lost() == Road(1, (20, 15)).run()
    assert road.time >= 1800


def test_plots_look_the_same_once_a_road_was_simulated():
    """UXsim sets the font of all figures of its process."""
    before = dict(rcParams)
    road = Road(1, (20, 15))
    road.cycle((20, 15))
    road.run()
    assert dict(rcParams) == before


def test_the_corridor_is_three_crossings_whose_demand_changes():
    flows = corridor_demand(4)
    thirds = {
        pair: [float(part.mean()) for part in np.split(flows[pair], 3)]
        for pair in (("W", "E"), ("N2", "S2"), ("E", "W"))
    }
    assert [int(np.argmax(means)) for means in thirds.values()] == [0, 1, 2]
    assert all(max(means) > 0.19 > 0.13 > sorted(means)[1] for means in thirds.values())
    assert [CORRIDOR.phase(start, "crossing 2") for start in ("crossing 1", "crossing 3", "N2", "S2")] == [0, 0, 1, 1]
    wanted = sum(float(rates.sum()) * 6 for rates in flows.values())
    short, long = (Road(4, greens, layout=CORRIDOR, flows=flows).run() for greens in ((20, 15) * 3, (50, 50) * 3))
    assert wanted - len(flows) < sum(trips for trips, _, _ in short.pairs.values()) <= wanted
    assert len(short.pairs) == 32
    assert short.seconds < 60 < 100 < long.seconds


def test_the_corridors_outcome_and_its_names():
    problem = rt.problem("traffic/corridor", seed=1)
    greens = {f"{road}_{number}": 20 for number in (1, 2, 3) for road in ("west_east", "north_south")}
    outcome = problem.query(problem.candidate(greens), Case("train", 2))
    lost = Road(1002, (20,) * 6, layout=CORRIDOR, flows=corridor_demand(1002)).run()
    assert outcome.score == -round(lost.seconds, 3)
    assert [variable.name for variable in problem.variables] == list(greens)
    assert "a whole number from 15 to 90" in problem.variables[5].constraint
    inputs = next(it["inputs"] for it in outcome.graph.to_records() if it["operation"] == "simulate")
    assert list(inputs) == [*greens, "scenario"]


@pytest.mark.parametrize(
    "name", ["traffic/corridor", "traffic/crossing", "traffic/crossing?published=true", "traffic/signal"]
)
def test_each_keeps_to_what_is_asked_of_a_problem(name):
    check_problem(lambda: rt.problem(name))


def test_an_outcome_of_two_green_times():
    problem = rt.problem("traffic/crossing", seed=2)
    outcome = problem.query(problem.candidate({"west_east": 20, "north_south": 15.0}), Case("train", 0))
    lost = Road(2000, (20, 15)).run()
    assert outcome.score == -round(lost.seconds, 3)
    assert outcome.feedback.startswith(
        f"{lost.seconds:.2f} s are lost, mean and spread together. It should be less. Most from "
    )
    assert not outcome.solvable
    assert [record["operation"] for record in outcome.graph.to_records() if record["operation"]] == ["simulate"]
    assert {problem.scenario(case) for case in problem.cases("train")}.isdisjoint(
        map(problem.scenario, problem.cases("heldout"))
    )


def test_starts_are_random_and_the_published_one_is_not():
    starts = {tuple(rt.problem("traffic/crossing", seed=seed).candidate({}).values.values()) for seed in range(5)}
    assert len(starts) == 5
    assert rt.problem("traffic/crossing?published=true", seed=3).candidate({}).values == {
        "west_east": 15,
        "north_south": 15,
    }


def test_a_signal_that_looks_at_the_queues_loses_less():
    problem = rt.problem("traffic/signal")
    try:
        start = problem.candidate({}).values["Signal.greens"]
        values = {
            "fixed": start.replace("usual, more = 30.0, 0.0", "usual, more = 18.0, 0.0"),
            "adaptive": start.replace("usual, more = 30.0, 0.0", "usual, more = 18.0, 0.2"),
        }
        scores = {
            name: problem.query(problem.candidate({"Signal.greens": text}), Case("train", 0), traced=False).score
            for name, text in values.items()
        }
        assert scores["adaptive"] > scores["fixed"]
        wrong = "def greens(self, vehicles):\n    return ('long', 15)\n"
        outcome = problem.query(problem.candidate({"Signal.greens": wrong}), Case("train", 0))
        assert "expected a number of seconds of green, found 'long'" in outcome.failure
    finally:
        problem.close()


def test_a_signal_can_neither_go_back_nor_look_ahead():
    problem = rt.problem("traffic/signal")
    try:
        start = problem.candidate({})
        honest = problem.query(start, Case("train", 0), traced=False).score
        greens = start.values["Signal.greens"]
        peeks = {
            "self.traffic.begin(0)": "AttributeError",
            "self.traffic._ROAD": "AttributeError",
            "self.traffic.cycle(90, 15)": None,  # what is tried has come about
        }
        for peek, failure in peeks.items():
            text = greens.rstrip().replace("    usual, more", f"    {peek}\n    usual, more")
            outcome = problem.query(problem.candidate({"Signal.greens": text}), Case("train", 0), traced=False)
            assert (failure in outcome.failure) if failure else outcome.score < honest - 10
    finally:
        problem.close()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"west_east": 14}, "'west_east': expected a whole number from 15 to 90, found 14"),
        ({"west_east": 20.5}, "found 20.5"),
        ({"west_east": "20"}, "found '20'"),
        ({"west_east": float("nan")}, "found nan"),
        ({"east": 20}, "There is no parameter 'east'; expected one of west_east, north_south"),
    ],
)
def test_what_is_no_setting_is_refused(values, words):
    with pytest.raises(ProposalError, match=words):
        rt.problem("traffic/crossing").candidate(values)


def test_what_cannot_be_made_is_refused():
    with pytest.raises(UnknownNameError, match="Unknown problem 'traffic/crosing'"):
        rt.problem("traffic/crosing")
    with pytest.raises(OptionError, match="option published: expected true or false, found 1"):
        rt.problem("traffic/crossing?published=1")
    with pytest.raises(OptionError, match="traffic/signal takes no published"):
        rt.problem("traffic/signal?published=true")
    with (
        mock.patch.dict(sys.modules, {"uxsim": None}),
        pytest.raises(OptionError, match=r"pip install 'robotrace\[traffic\]'"),
    ):
        rt.problem("traffic/crossing")


def test_a_command_ends_without_complaints_of_the_simulator(tmp_path):
    command = [sys.executable, "-c", "from robotrace.cli import main; main()", "train", "traffic/crossing"]
    done = subprocess.run(
        [*command, "--iterations", "1", "--goals", "1", "--heldout", "1", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "leak" not in done.stderr
