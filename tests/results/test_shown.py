"""How runs, evaluations, episodes and tasks look in a console and in a notebook."""

from fake_runs import write_run

import robotrace


def test_a_run_is_one_line_and_a_small_escaped_table(tmp_path):
    run = write_run(tmp_path / "run", [0, 5], final=(49, 50), task="<b>" + "t" * 400, model="m&m")
    assert repr(run).endswith("induce, 2 trials, held-out 0.98 [0.90, 1.00] (49/50)>")
    assert len(repr(run)) < 500
    page = run._repr_html_()
    assert "<tr><th>held-out</th><td>0.98 [0.90, 1.00] (49/50)</td></tr>" in page
    assert "<tr><th>model</th><td>m&amp;m</td></tr>" in page
    assert "<b>" not in page
    assert len(page) < 2500


def test_an_evaluation_and_its_episodes_are_one_line_each():
    found = robotrace.evaluate("blank", robotrace.make("reach-v3", horizon=2), goals=2, trust=True)
    assert repr(found) == "<Evaluation of metaworld/reach-v3: 0.00 [0.00, 0.66] (0/2), heldout goals, macro control>"
    assert repr(found.episodes[1]) == "<Episode of metaworld/reach-v3, heldout 1: not solved, 2 actions>"
    assert "<tr><th>success</th><td>0.00 [0.00, 0.66] (0/2)</td></tr>" in found._repr_html_()


def test_a_task_is_one_line():
    assert repr(robotrace.make("push-v3")) == "<Task metaworld/push-v3, seed 0, macro control, horizon 50>"
    assert repr(robotrace.make("push-v3@3", seed=2)) == "<Task shifted/push-v3@3, seed 2, macro control, horizon 50>"
