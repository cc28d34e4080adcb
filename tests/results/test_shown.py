"""How runs, evaluations, episodes and tasks look in a console and in a notebook."""

from fake_runs import write_run

import robotrace
from robotrace.opto import Proposal


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
    assert "<tr><th>success at any step</th><td>0.00 [0.00, 0.66] (0/2)</td></tr>" in found._repr_html_()


def test_a_task_is_one_line():
    assert repr(robotrace.make("push-v3")) == "<Task metaworld/push-v3, seed 0, macro control, horizon 50>"
    assert repr(robotrace.make("push-v3@3", seed=2)) == "<Task shifted/push-v3@3, seed 2, macro control, horizon 50>"


def test_a_task_and_an_episode_are_small_tables_too():
    task = robotrace.make("reach-v3", horizon=2)
    page = task._repr_html_()
    assert "<tr><th>goals</th><td>50 training, 50 held-out, seed 0</td></tr>" in page
    assert "<tr><th>control</th><td>macro, horizon 2</td></tr>" in page
    episode = robotrace.rollout(lambda observation: [0.0, 0.6, 0.2, "<i>"], task)
    page = episode._repr_html_()
    assert "<tr><th>ended</th><td>failed (invalid action)</td></tr>" in page
    assert "&lt;i&gt;" in page
    assert "<i>" not in page
    assert len(page) < 2500


def test_a_proposal_is_one_line_and_a_small_escaped_table():
    proposal = Proposal({"aim": "def aim(x):\n    return '<b>'"}, reason="why\nnot", prompt="p" * 9_000, reply="r" * 9_000)
    assert repr(proposal) == "<Proposal for aim: why not>"
    assert proposal._repr_html_() == (
        "<table><tr><th>new aim</th><td>def aim(x): return &#x27;&lt;b&gt;&#x27;</td></tr>"
        "<tr><th>reason</th><td>why not</td></tr></table>"
    )
    assert repr(Proposal({}, refusal="it is\x1b[2J no number")) == "<Proposal, refused: it is\\x1b[2J no number>"
    assert repr(Proposal.unanswered("busy")) == "<Proposal, no answer: No answer: busy>"
