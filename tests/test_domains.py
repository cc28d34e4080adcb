"""The domains' study and its rivals: each search on problems that answer at once, and the tables of runs that it made."""

import csv
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from scripts import imported

import robotrace as rt
from robotrace.cli import app
from robotrace.errors import OptionError
from robotrace.llm import OpenAIChat
from robotrace.opto import Candidate, Case, Outcome, Variable
from robotrace.trace import Graph

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parent / "studies"


@pytest.fixture
def study(monkeypatch):
    """The study's modules by name, as a script finds its neighbours."""
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.syspath_prepend(str(FOLDER / "rivals"))

    def module(name):
        place = FOLDER / f"{name}.py"
        place = place if place.exists() else FOLDER / "rivals" / f"{name}.py"
        return imported(place, monkeypatch)

    for name in ("asking", "random_search", "pattern_search", "particle_swarm", "gaussian_process", "adam"):
        module(name)
    return module


class Bowl:
    """Two whole numbers from 15 to 90 and a decimal from 0 to 1, whose cost is least at (40, 20, 0.25)."""

    name, context = "bowl", "Find the least cost."
    variables = (
        Variable("a", "number", 15, bounds=(15, 90)),
        Variable("b", "number", 15, bounds=(15, 90)),
        Variable("c", "number", 0.9, bounds=(0, 1)),
    )

    def __init__(self):
        self.asked = []

    def cases(self, split):
        return [Case("train", 0)] if split == "train" else []

    def candidate(self, values):
        merged = {it.name: values.get(it.name, it.value) for it in self.variables}
        return Candidate(merged, repr(merged))

    def query(self, candidate, case, *, traced=True):
        a, b, c = candidate.values.values()
        assert (type(a), type(b), type(c)) == (int, int, float)
        assert (15 <= a <= 90, 15 <= b <= 90, 0 <= c <= 1) == (True, True, True)
        self.asked.append((a, b, c))
        cost = 1 + ((a - 40) / 75) ** 2 + ((b - 20) / 75) ** 2 + (c - 0.25) ** 2
        return Outcome(case, False, -cost, f"cost {cost}", detail={"solvable": False})


def trained(optimizer, place, *, iterations=40):
    problem = Bowl()
    run = rt.train(problem, optimizer=optimizer, iterations=iterations, run=place, heldout=0)
    return problem.asked, [-entry.score for entry in run.entries]


@pytest.mark.parametrize(
    ("module", "name", "below"),
    [
        ("random_search", "RandomSearch", 1.1),
        ("pattern_search", "PatternSearch", 1.001),
        ("particle_swarm", "ParticleSwarm", 1.01),
        ("gaussian_process", "GaussianProcess", 1.002),
    ],
)
def test_each_search_finds_the_least_cost_and_asks_nothing_twice(study, tmp_path, module, name, below):
    kind = getattr(sys.modules[module], name)
    asked, costs = trained(kind(seed=1), tmp_path / "a")
    assert (asked[0], len(asked), len(set(asked))) == ((15, 15, 0.9), 41, 41)
    assert min(costs) < below
    assert trained(kind(seed=1), tmp_path / "b", iterations=12)[0] == asked[:13]
    assert trained(kind(seed=2), tmp_path / "c", iterations=12)[0] != asked[:13]


def test_a_rival_is_a_function_of_the_evidence(study, tmp_path):
    kind = sys.modules["particle_swarm"].ParticleSwarm
    whole, _ = trained(kind(), tmp_path / "whole", iterations=12)
    trained(kind(), tmp_path / "part", iterations=5)
    problem = Bowl()
    rt.train(problem, optimizer=kind(), iterations=12, run=tmp_path / "part", resume=True, heldout=0)
    assert problem.asked[-7:] == whole[-7:]


def test_a_gaussian_process_on_a_grid_is_through_when_all_was_tried(study):
    asking, process = sys.modules["asking"], sys.modules["gaussian_process"]
    box = asking.Box.of((Variable("a", "number", 1, bounds=(1, 8)),), {"a": 1}, reach=10, whole=False)
    search = process.GaussianProcess().search(box, np.random.default_rng(0))
    known, asked = {}, next(search)
    while asked is not None:
        known[asked] = asking.Told(float((asked[0] - 5) ** 2))
        asked = asking.next_of(search, known[asked])
    assert sorted(known) == [(number,) for number in range(1, 9)]


def test_costs_are_seen_by_their_logarithm_and_failures_as_the_worst(study):
    seen = sys.modules["gaussian_process"].seen_as([1.0, 10.0, 100.0, math.inf])
    assert np.allclose(np.diff(seen), [seen[1] - seen[0], seen[1] - seen[0], 0.0])
    assert abs(seen.mean()) < 1e-9


def test_adam_has_the_slopes_of_the_trace_and_reads_the_direction_alone(study):
    adam, told = sys.modules["adam"], sys.modules["asking"].Told
    for name in ("arithmetic", "hartmann6", "branin", "six-hump-camel"):
        problem = rt.problem(name, seed=3)
        (case,) = problem.cases("train")
        outcome = problem.query(problem.candidate({}), case)
        names = tuple(it.name for it in problem.variables)
        found = adam.gradient(told(0.0, (outcome,)), names)
        assert np.allclose(found, problem.landscape.slopes(problem.landscape.start), rtol=1e-3, atol=1e-5)
    assert [
        adam.direction(told(0.0, (Outcome(case, False, 0, words),))) for words in ("It should be larger.", "Correct.")
    ] == [
        -1.0,
        0.0,
    ]


def test_adam_stays_within_bounds_and_goes_downhill(study, tmp_path):
    adam = sys.modules["adam"].Adam(rate=1.0)
    run = rt.train(rt.problem("branin", seed=1), optimizer=adam, iterations=30, run=tmp_path / "a", heldout=0)
    assert max(entry.score for entry in run.entries) > 0.9


def test_what_is_no_number_and_no_arithmetic_is_refused(study, tmp_path):
    kind = sys.modules["random_search"].RandomSearch
    with pytest.raises(OptionError, match="random searches numbers, and 'p' is text: use tune"):
        kind().check((Variable("p", "text", "x"),))
    given = rt.node(1.0, name="x", trainable=True)
    graph = Graph.of({rt.bundle(name="simulate")(lambda x: x)(given): "larger"})
    with pytest.raises(OptionError, match="the trace has 'simulate'"):
        sys.modules["adam"].output(graph, {"x": 1.0})


def test_the_command_line_finds_a_rival_by_its_path(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    rival = f"{FOLDER}/rivals/pattern_search.py:PatternSearch"
    done = CliRunner().invoke(
        app, ["train", "booth", "--optimizer", rival, "--option", "seed=4", "--iterations", "6", "--run", "run"]
    )
    assert done.exit_code == 0, done.output
    assert "trained by  pattern: no language model" in done.stdout


def test_asking_again_shows_the_program_and_nothing_that_came_of_it(study, openai_server, tmp_path):
    problem = rt.problem("debug/stock")
    first, *_ = problem.variables
    same = f"Wrong.\n\n### variable: {first.name}\n```python\n{{}}{first.value}\n```\n"
    openai_server.script(same.format("# one\n"), same.format("# two\n"))
    retry = study("retry").Retry(chat=OpenAIChat("m-1", base_url=openai_server.url, max_retries=0))
    run = rt.train(problem, optimizer=retry, iterations=2, heldout=0, run=tmp_path / "run")
    assert (run.optimizer, len(run.entries)) == ("retry", 3)
    once, twice = openai_server.prompts
    assert "Repair it. Say first" in once
    assert "One repair of it was tried, and it was wrong. Find another one. Say first" in twice
    assert problem.context in once
    assert first.value.splitlines()[-1] in once
    assert not any(word in once + twice for word in ("Feedback", "score", "solve", "train 0"))


def test_tables_of_runs(study, tmp_path, monkeypatch):
    study("domain_plots")
    tables, domains = study("domain_tables"), study("domains")
    small = tables.Domain(
        "Booth's function",
        "numerical/booth",
        {0: (0,), 1: (1,)},
        12,
        ("random", "CMA-ES (tune)"),
        lambda score: max(1 - score, 1e-6),
        "error",
        "About.",
        ratio=True,
        checkpoints=(5, 12),
    )
    domains.make_runs(small, tmp_path / "runs")
    domains.make_runs(small, tmp_path / "runs")  # all are there
    other = rt.train(rt.problem("booth", seed=0), optimizer="tune", iterations=1, run=tmp_path / "other", heldout=0)
    tables.tables(small, tmp_path / "runs", [other.folder.path], tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out/table.csv").read_text().splitlines()))
    assert {row["optimizer"]: row["n"] for row in rows} == {"random": "2", "CMA-ES (tune)": "2", "tune": "1"}
    assert list(rows[0])[3:6] == ["best at 5", "below 1 % at 5", "best at 12"]
    curve = [
        float(it["best"])
        for it in csv.DictReader((tmp_path / "out/curves.csv").read_text().splitlines())
        if it["optimizer"] == "random"
    ]
    assert (len(curve), curve[0]) == (12, 1.0)
    assert curve == sorted(curve, reverse=True)
    assert (tmp_path / "out/table.md").read_text().startswith("# Booth's function\n\nAbout.\n\n| optimizer | n |")
    assert {path.name for path in (tmp_path / "out").glob("plot.*")} == {"plot.png", "plot.svg"}
    branin = tables.Domain("", "numerical/branin", {0: (0,)}, 5, (), abs, "", "")
    with pytest.raises(SystemExit, match="is a run of numerical/booth, seed 0: expected numerical/branin"):
        tables.arms_in(branin, tmp_path, [other.folder.path])
    with pytest.raises(SystemExit, match="has no run of this domain"):
        tables.arms_in(small, tmp_path / "none", [])


def test_an_interval_holds_the_mean(study):
    plots = study("domain_plots")
    values = np.array([[1.0, 100.0], [10.0, 100.0], [100.0, 100.0]])
    mean, low, high = plots.mean_of(values, ratio=True)
    assert np.allclose(mean, [10.0, 100.0])
    assert low[0] < 10 < high[0]
    assert np.allclose([low[1], high[1]], 100.0)


def test_players_are_played_to_the_last_shot(study):
    study("domain_plots"), study("domain_tables")
    players = study("players")
    density, start = players.module_of("density"), players.start()
    hits = np.array([players.played(density.reason, density.act, board) for board in (0, 1)])
    assert hits.shape == (2, 100)
    assert (hits[:, -1] == 17).all()
    row = players.row_of("density", hits)
    assert (row["player"], row["boards"]) == ("density", 2)
    assert players.played(*start, 0)[39] < hits[0][39]
