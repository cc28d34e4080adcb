import io

from rich.console import Console

from robotrace.show.compare.pairing import compare
from robotrace.show.compare.table import comparison


def shown(runs, width=100):
    console = Console(file=io.StringIO(), width=width)
    console.print(comparison(compare(runs)))
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


def test_everything_that_a_rate_holds_for_is_stated(make_run):
    asked = {"feedback": "facts", "model": "gpt-5.2", "tokens": 6000, "options": {"hold": 10}, "final": (49, 50)}
    lines = shown(
        [make_run("a", [0, 2, 5], **asked), make_run("b", [0, 1], **{**asked, "final": (9, 50)}, view="masked")]
    )
    assert lines[:2] == [
        "metaworld/pick-place-v3 · macro control · horizon 50 · success at any step · hold 10",
        "50 held-out goals a run · seed 0 · facts feedback · gpt-5.2",
    ]
    assert "optimizer runs success calls tokens $ steps s" in lines
    assert "induce 1 0.98 [0.90, 1.00] 2 14.4k ? 7.5k 6" in lines
    assert "induce, masked 1 0.18 [0.10, 0.31] 1 7.2k ? 5k 4" in lines
    assert "A induce 50 9 40 0 1 +0.80 [+0.65, +0.88] 1.8e-12" in lines


def test_what_differs_is_said_by_name(make_run):
    runs = [make_run("a", [0, 5], final=(5, 5)), make_run("b", [1], optimizer="opro", model="m", feedback="facts")]
    lines = shown(runs)
    assert "induce: 5 held-out goals a run · hints feedback (the expert's targets) · no language model" in lines
    assert "opro: 0 held-out goals a run · facts feedback · m" in lines
    assert "opro 1 not measured 0 0 0.00 2.5k 2" in lines
    assert lines[-2].startswith("induce and opro on metaworld/pick-place-v3 cannot be paired: nothing was measured")


def test_several_runs_have_an_interquartile_mean(make_run):
    lines = shown([make_run("a", [5], final=(4, 5)), make_run("b", [5], final=(2, 5), seed=1)])
    assert "induce 2 0.60 [0.31, 0.83] 0.60 [0.40, 0.80] 0 0 0.00 2.5k 2" in lines
    assert "Nothing to pair: no two groups are of one task." in lines


def test_several_tasks_are_summed_up(make_run):
    runs = [
        make_run(f"{task}{opt}", [5], final=(5, 5), task=task, optimizer=opt) for task in "xy" for opt in ("p", "q")
    ]
    lines = shown(runs)
    assert "p 2 2 1.00" in lines
    assert lines.count("A p 5 5 0 0 0 +0.00 [-0.43, +0.43] 1") == 2
    assert "A p 10 10 0 0 0 +0.00 [-0.28, +0.28] 1" in lines


def test_it_fits_a_narrow_terminal(make_run):
    runs = [make_run(f"a{seed}", [0, 5], final=(41, 50), seed=seed, optimizer="optoprime") for seed in (0, 1)]
    runs += [make_run(f"b{seed}", [0, 5], final=(9, 50), seed=seed, optimizer="textgrad") for seed in (0, 1)]
    lines = shown(runs, width=80)
    assert "A optoprime 100 18 64 0 18 +0.64 [+0.53, +0.72] 1.1e-19" in lines
    assert "textgrad 2 0.18 [0.12, 0.27] 0.18 [0.18, 0.18] 0 0 0.00 5k 4" in lines
