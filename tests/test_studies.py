"""The studies' tables, of runs that are made of literal numbers. Nothing is measured here."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fake_runs import write_run
from scripts import imported

from robotrace.trace import Graph, Record, Ref

FOLDER = Path(__file__).parent / "studies"


@pytest.fixture
def proof(monkeypatch):
    return imported(FOLDER / "proof.py", monkeypatch)


def made(proof, folder, task, shown, repeat, heldout):
    """A run whose candidate after call k solved heldout[k] of 30."""
    view, feedback = proof.SHOWN[shown]
    best = max(heldout, key=heldout.get)
    write_run(
        proof.place(folder, task, shown, repeat),
        list(range(max(heldout) + 1)),
        n=9,
        heldout={at: (solved, 30) for at, solved in heldout.items()},
        final=(heldout[best], 30),
        optimizer="optoprime",
        feedback=feedback,
        model="m",
        tokens=100,
        optimizer_options={"view": view},
    )


def with_heldout(proof, monkeypatch):
    """Runs that are written for this test say nothing of how many held-out goals they have."""
    read = proof.read_run
    monkeypatch.setattr(proof, "read_run", lambda path: _settled(read(path)))


def _settled(run):
    run.config["heldout"] = 30
    return run


def test_calls_are_counted_to_95_percent_of_the_held_out_goals(proof, tmp_path, monkeypatch):
    with_heldout(proof, monkeypatch)
    made(proof, tmp_path, "push-v3", "both", 0, {0: 0, 1: 28, 2: 29})
    made(proof, tmp_path, "push-v3", "neither", 0, {0: 0, 3: 5})
    results, unfinished = proof.results_in(tmp_path)
    assert [(it.task, it.shown, it.repeat, it.calls, it.first, it.last) for it in results] == [
        ("push-v3", "both", 0, 2, 28, 29),
        ("push-v3", "neither", 0, None, 0, 5),
    ]
    assert unfinished == []
    assert [it.counted for it in results] == [2, 9]


def test_pairs_are_of_the_same_task_and_repeat_and_the_bootstrap_draws_tasks(proof):
    def result(task, shown, repeat, calls):
        return proof.Result(task, shown, repeat, calls, 0, 30, 100.0, 10.0)

    results = [
        *(result("push-v3", "both", repeat, 1) for repeat in (0, 1)),
        *(result("push-v3", "words", repeat, calls) for repeat, calls in ((0, 3), (1, None), (2, 1))),
        result("hammer-v3", "both", 0, 2),
        result("hammer-v3", "words", 0, 2),
    ]
    found = proof.contrast(results, "both", "words")
    assert (found.pairs, found.tasks, found.difference) == (3, 2, -2.5)
    assert (found.low, found.high) == (-5.0, 0.0)  # of two tasks the bootstrap draws either one twice, too
    assert (found.after_one.only_a, found.after_one.only_b, found.after_one.neither) == (2, 0, 1)
    assert (found.within.only_a, found.within.both) == (1, 2)
    assert proof.contrast(results, "both", "neither") is None


def test_tables_and_figure_are_written_and_the_same_each_time(proof, tmp_path, monkeypatch):
    with_heldout(proof, monkeypatch)
    made(proof, tmp_path, "push-v3", "both", 0, {0: 0, 1: 30})
    made(proof, tmp_path, "push-v3", "words", 0, {0: 0, 1: 4, 3: 29})
    proof.tables(tmp_path)
    text = (tmp_path / "proof.md").read_text(encoding="utf-8")
    assert "| push@109 | 1 | 3 |" in text
    assert "| trace and words less words alone | 1 | 1 | -2.00 [-2.00, -2.00] | 1, 0: p = 1 | 0, 0: p = 1 |" in text
    assert (tmp_path / "runs.csv").read_text(encoding="utf-8").splitlines() == [
        "task,robot,shown,repeat,calls_to_95,heldout_after_first_call,heldout_at_the_end,heldout_goals,tokens,env_steps,"
        "program_lines",
        "push-v3,109,both,0,1,30,30,30,120,24000,2",
        "push-v3,109,words,0,3,4,29,30,360,33000,2",
    ]
    first = (tmp_path / "proof.svg").read_bytes()
    proof.tables(tmp_path)
    assert (tmp_path / "proof.svg").read_bytes() == first


def test_a_run_of_other_settings_is_refused(proof, tmp_path, monkeypatch):
    with_heldout(proof, monkeypatch)
    made(proof, tmp_path, "push-v3", "both", 0, {0: 0, 1: 30})
    (tmp_path / "both").rename(tmp_path / "words")
    with pytest.raises(SystemExit, match="made with other settings"):
        proof.tables(tmp_path)


def test_without_runs_it_says_how_to_make_some(proof, tmp_path):
    with pytest.raises(SystemExit, match=r"proof\.py train"):
        proof.tables(tmp_path)


@pytest.fixture
def readable(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    return imported(FOLDER / "starters.py", monkeypatch)


def test_starters_are_played_in_gymnasium_s_own_loop_and_stand_beside_cited_figures(readable, tmp_path):
    row = readable.measured("MountainCarContinuous-v0", 2)
    assert (row.starter, row.lines, row.constants, row.episodes) == ("mountain_car_continuous", 6, 2, 2)
    assert 99 < row.low <= row.mean <= row.high < 100
    readable.write([row], ["LunarLander-v3"], tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| 88.3 | 94.7 | 98.8 (a language model) |" in text
    assert "At or above the cited figure of PPO in the mean: 1 of 1; of SAC: 1 of 1." in text
    assert "for want of a package: LunarLander-v3." in text
    assert (
        (tmp_path / "starters.csv")
        .read_text()
        .startswith("environment,starter,lines,constants,episodes,steps,mean,low,high,least\n")
    )


def test_lines_of_a_program_are_those_that_hold_code(readable):
    text = '''"""Words."""\n\nX = (\n    1,\n)  # a note\n\n\ndef f(a):\n    """Words\n    more."""\n    # a note\n    return a\n'''
    assert readable.lines_of(text) == 5


def test_the_published_table_is_that_of_the_published_figures(readable):
    folder = FOLDER.parents[1] / "results" / "published" / "gymnasium"
    rows = readable.read(folder / "starters.csv")
    assert len(rows) == 17
    assert readable.table(rows) == (folder / "README.md").read_text(encoding="utf-8")
    for row in rows:
        program = readable.find_controller(row.starter)
        assert row.lines == readable.lines_of(program.bare({}))
        assert row.constants == len(readable.Space.of(program.variables).axes)


@pytest.fixture
def debug(monkeypatch):
    return imported(FOLDER / "debug.py", monkeypatch)


def test_faults_look_alike_where_another_function_s_fail_in_the_same_way(debug):
    faults = [
        debug.Fault("plan", "", ((1, "3"), (2, "5"))),
        debug.Fault("act", "", ((1, "3"), (2, "6"))),
        debug.Fault("act", "", ((1, "4"),)),
        debug.Fault("act", "", ((1, "4"),)),
    ]
    assert [debug.alike(fault, faults, debug.first) for fault in faults] == [True, True, False, False]
    assert [debug.alike(fault, faults, debug.whole) for fault in faults] == [False] * 4
    same = debug.Fault("rest", "", ((1, "4"),))
    assert debug.alike(faults[2], [*faults, same], debug.whole)


def test_what_failing_tests_of_a_program_got(debug):
    tests = {"a": 1, "bb": 2, "": 0}
    assert debug.failing("def main(text):\n    return len(text)", tests) == ()
    assert debug.failing("def main(text):\n    return len(text) - 1", tests) == ((0, "0"), (1, "1"), (2, "-1"))
    assert debug.failing("def main(text):\n    return float(len(text))", tests)[0] == (0, "1.0")
    for wrong in ("    return 1 // len(text)", "    while True: pass", "    return )"):
        assert debug.failing(f"def main(text):\n{wrong}", tests) is None


def test_the_first_call_that_went_wrong_is_found_in_the_trace(debug):
    code = [Record(0, "parameter", "plan"), Record(1, "parameter", "act")]
    calls = [
        Record(2, "call", "plan", "plan", inputs={"x": 3, "__code__": Ref(0)}, output=4),
        Record(3, "call", "act", "act", inputs={"y": [Ref(2), 1], "__code__": Ref(1)}, output=9),
    ]
    graph = Graph((*code, *calls), {})
    right = {"plan": lambda x: x + 1, "act": lambda y: y[0] + y[1]}
    assert debug.first_wrong(graph, right) == "act"
    assert debug.first_wrong(graph, {**right, "plan": lambda x: x}) == "plan"
    assert debug.first_wrong(graph, {**right, "act": lambda y: 4 + sum(y)}) is None


def test_the_table_of_runs(debug, tmp_path, capsys):
    write_run(tmp_path / "stock", [4, 8], n=8, final=(30, 30), optimizer="mutate", task="debug/stock", steps=10)
    row = debug.of_run(tmp_path / "stock")
    assert {**row, "seconds": "", "program_calls": 0} == {
        "program": "stock",
        "optimizer": "mutate",
        "solved": 30,
        "tests": 30,
        "training_solved": 8,
        "training_tests": 8,
        "program_calls": 0,
        "model_calls": row["model_calls"],
        "iterations": 1,
        "seconds": "",
    }
    debug.write([row, row], tmp_path / "out" / "mutate.csv")
    assert (tmp_path / "out" / "mutate.csv").read_text().startswith("program,optimizer,solved,tests,")
    assert capsys.readouterr().out.splitlines()[-1].startswith("| together |  | 60 | 60 | 16 | 16 |")


def test_published_runs_have_their_pages_and_an_index(tmp_path):
    write_run(tmp_path / "of" / "deep" / "a", [1, 4], final=(3, 5), task="<b>")
    write_run(tmp_path / "of" / "b", [1], final=(5, 5))
    command = [sys.executable, FOLDER / "reports.py", tmp_path / "of", "--out", tmp_path / "pages", "--no-pictures"]
    done = subprocess.run([*map(str, command), "--workers", "1"], capture_output=True, text=True, check=True)
    assert "index.html: 2 pages, " in done.stdout
    index = (tmp_path / "pages" / "index.html").read_text()
    assert "<a href='of/deep/a.html'>of/deep/a.html</a> &lt;b&gt;, induce: 0.60 [0.23, 0.88] (3/5)" in index
    assert "<title>metaworld/pick-place-v3</title>" in (tmp_path / "pages" / "of" / "b.html").read_text()
    nothing = subprocess.run(
        [*map(str, command[:2]), str(tmp_path / "pages")], capture_output=True, text=True, check=False
    )
    assert (nothing.returncode, nothing.stderr) == (1, f"No run is in {tmp_path / 'pages'}.\n")


def test_arms_stand_beside_each_other(tmp_path, monkeypatch, capsys):
    for name in ("domain_plots", "domain_tables"):
        imported(FOLDER / f"{name}.py", monkeypatch)
    arms = imported(FOLDER / "arms.py", monkeypatch)
    for arm, program, solved in (
        ("opro", "lift", 12),
        ("optoprime-folded", "lift", 30),
        ("optoprime-folded", "cache", 30),
    ):
        place = tmp_path / "runs" / arm / program
        write_run(place, [4, 8], n=8, final=(solved, 30), task=f"debug/{program}", model="m", tokens=700)
    (tmp_path / "runs" / "starts.csv").write_text("arm,problem,right,rows\nthe start,lift,3,30\n")
    (tmp_path / "runs" / "alone.csv").write_text("arm,problem,right,rows\nopro,lift,2,30\n")
    told = "program,optimizer,solved,tests,seconds\nlift,mutate,15,30,4.5\nstock,mutate,30,30,2\n"
    (tmp_path / "mutate.csv").write_text(told)
    arms.tables("debug", tmp_path / "runs", tmp_path / "out", also=tmp_path / "mutate.csv")
    page = capsys.readouterr().out
    assert page == (tmp_path / "out" / "table.md").read_text() + "\n"
    assert "| optoprime folded | 2 | 2/2 [34, 100] | 60/60 [94, 100] |  | 1 | 840 |  |" in page
    assert "| opro | 1 | 0/1 [0, 79] | 12/30 [25, 58] | 2/30 [2, 21] | 1 | 840 |  |" in page
    assert "| the start | 1 | 0/1 [0, 79] | 3/30 [3, 26] |  |  |  |  |" in page
    assert "| mutate | 1 | 0/1 [0, 79] | 15/30 [33, 67] |  |  |  |  | 4.5 |" in page
    assert "| lift | 30/30 [89, 100] | 15/30 [33, 67] | 12/30 [25, 58] | 3/30 [3, 26] |" in page
    assert "| cache | 30/30 [89, 100] |  |  |  |" in page
    rows = (tmp_path / "out" / "rows.csv").read_text().splitlines()
    assert rows[1].startswith("optoprime folded,cache,30,30,1,840,0,")
    assert (tmp_path / "out" / "plot.png").stat().st_size > 10_000
    silent = [cell.row for cell in arms.starts(["boolean"], "none")]
    assert [(row["arm"], row["problem"], row["right"], row["rows"]) for row in silent] == [
        ("the question alone", "boolean", 0, 100),
        ("six examples", "boolean", 0, 100),
        ("step by step", "boolean", 0, 100),
    ]
    with pytest.raises(SystemExit, match="expected a run of prompts/ that has ended, found one of debug/"):
        arms.tables("prompts", tmp_path / "runs", tmp_path / "out")
    with pytest.raises(SystemExit, match="has no run: expected FOLDER/ARM/NAME"):
        arms.tables("debug", tmp_path / "nowhere", tmp_path / "out")


@pytest.fixture
def robust(monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(FOLDER)])
    imported(FOLDER / "ppo.py", monkeypatch)
    return imported(FOLDER / "robust.py", monkeypatch)


def small_policy(ppo, folder, *, seed=0):
    """One that swings nothing up: it pushes against the rate."""
    layers = ((np.eye(3, dtype=np.float32), np.zeros(3, np.float32)), (np.array([[0, 0, -1]], np.float32), np.zeros(1)))
    versions = {"stable_baselines3": "2.9.2", "torch": "2.13.0", "gymnasium": "1.4.0"}
    about = {"environment": "Pendulum-v1", "seed": seed, "steps": 100_352, "seconds": 61.4, "normalized": False}
    policy = ppo.Policy(layers, np.zeros(3), np.ones(3), False, about | versions)
    policy.write(folder / f"Pendulum-v1-{seed}.npz")
    return policy


def test_a_policy_is_kept_as_numbers_and_acts_the_same(robust, tmp_path):
    ppo = sys.modules["ppo"]
    policy = small_policy(ppo, tmp_path)
    again = ppo.Policy.read(tmp_path / "Pendulum-v1-0.npz")
    row = np.array([1.0, 0.0, 0.5])
    assert policy.act(row).tolist() == again.act(row).tolist() == [pytest.approx(-np.tanh(0.5))]
    assert again.about == policy.about


def test_starters_and_policies_are_played_under_the_same_shifts_and_seeds(robust, tmp_path):
    small_policy(sys.modules["ppo"], tmp_path / "ppo")
    rows = list(robust.measured("Pendulum-v1", 2, tmp_path / "ppo"))
    names = ["none", "gain 0.8", "gain 1.2", "delay 1", "delay 2", "noise 5 %"]
    assert [(row.who, row.shift) for row in rows] == [
        (who, name) for who in ("pendulum", "PPO, seed 0") for name in names
    ]
    assert {(row.episodes, row.steps) for row in rows} == {(2, 400)}
    none, weak = rows[0], rows[1]
    assert (none.change, none.is_worse) == (0.0, False)
    assert weak.mean - none.mean == pytest.approx(weak.change, abs=0.002)
    robust.write(rows, ["Hopper-v5"], tmp_path, tmp_path / "ppo")
    assert robust.read(tmp_path / "shifts.csv") == rows
    text = (tmp_path / "shifts.md").read_text(encoding="utf-8")
    assert "Mean return of 2 full episodes" in text
    assert "Pendulum-v1: 100,352 environment steps, 61 s. stable_baselines3 2.9.2" in text
    assert "Of 5 pairs of environment and shift every policy loses more than the program in " in text
    assert "for want of a package: Hopper-v5." in text


def test_a_shift_that_an_environment_cannot_have_is_a_blank(robust, tmp_path):
    rows = list(robust.measured("CartPole-v1", 1, tmp_path))
    assert [row.shift for row in rows] == ["none", "delay 1", "delay 2", "noise 5 %"]
    assert "| CartPole-v1 | cart_pole | 500 [500, 500] | 500 [500, 500] |" in robust.table(rows, policies=tmp_path)


def test_the_published_table_of_shifts_is_that_of_its_figures(robust):
    folder = FOLDER.parents[1] / "results" / "published" / "gymnasium"
    rows = robust.read(folder / "shifts.csv")
    assert (folder / "shifts.md").read_text(encoding="utf-8") == robust.table(rows, policies=folder / "ppo")


@pytest.fixture
def searches(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(FOLDER), str(FOLDER / "rivals"), *sys.path])
    return imported(FOLDER / "searches.py", monkeypatch)


@pytest.mark.parametrize("name", ["CMA-ES", "ARS", "random"])
def test_a_usual_search_comes_near_the_best_weights_and_says_what_it_would_hand_in(searches, name):
    best = np.array([0.5, -0.25])
    search = searches.SEARCHES[name](2, np.random.default_rng(0))
    handed, seeds = [], set()
    weights, seed, hands_in = next(search)
    for _ in range(2_000):
        seeds.add(seed)
        if hands_in:
            handed.append(float(np.linalg.norm(weights - best)))
        weights, seed, hands_in = search.send(0.0 if hands_in else -float(np.sum((weights - best) ** 2)))
    assert handed[-1] < 0.15 < handed[0]
    assert seeds == ({0, 1, 2} if name != "ARS" else set(range(len(seeds))))


def test_a_linear_controller_is_played_as_gymnasium_has_it_and_its_held_out_steps_do_not_count(searches):
    task = searches.rt.make("MountainCarContinuous-v0")
    played = searches.Played(task)
    assert (played.size, played.unit.tolist()) == (3, [1.0, 1.0, 1.0])
    still = played.play(np.zeros(3), 0)
    assert (still, played.steps) == (0.0, 999)
    assert played.play([0.0, 0.0, 0.5], 0, heldout=True) == pytest.approx(-0.1 * 0.25 * 999)
    assert played.steps == 999


def test_the_searches_table_tells_mean_least_and_largest_of_the_seeds(searches, tmp_path):
    folder = tmp_path / "runs" / "Swimmer-v5"
    folder.mkdir(parents=True)
    for seed, value in enumerate((10.0, 30.0)):
        rows = ["arm,seed,steps,return", f"tune,{seed},0,0.0", f"tune,{seed},500,{value}"]
        (folder / f"tune-{seed}.csv").write_text("\n".join(rows) + "\n")
    searches.tables(tmp_path / "runs", tmp_path / "out", 1_000)
    assert sorted(it.name for it in (tmp_path / "out").iterdir()) == [
        "Swimmer-v5.png",
        "Swimmer-v5.svg",
        "table.csv",
        "table.md",
    ]
    text = (tmp_path / "out" / "table.md").read_text()
    assert "| Swimmer-v5 | tune | 2 | 0 [0, 0] | 20 [10, 30] | 20 [10, 30] |" in text
