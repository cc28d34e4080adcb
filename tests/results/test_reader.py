import json
import math

import pytest

from robotrace.errors import RunError
from robotrace.opto import Candidate, Case, Ledger, Proposal, Spend, TrialId, Verdict
from robotrace.results import Rate, RunFolder, RunWriter, read_run


def test_settings(written):
    run = read_run(written.path)
    assert (run.task, run.optimizer, run.feedback, run.context) == (
        "metaworld/reach-v3",
        "optoprime",
        "facts",
        "Reach the goal.",
    )
    assert run.config == {"model": "gpt-5.2", "goals": 2}


def test_trials_come_back_as_records(written, proposal):
    start, better, bad = read_run(written).trials
    assert [trial.verdict for trial in (start, better, bad)] == [Verdict.START, Verdict.ACCEPTED, Verdict.REFUSED]
    assert better.candidate == Candidate(proposal.values, "better\r\n")
    assert better.proposal == proposal
    assert better.outcomes[1].case == Case("train", 1)
    assert better.outcomes[0].seconds == 0.25
    assert bad.candidate is None
    assert bad.proposal.refusal == "no values in the reply"


def test_rates_and_totals(written):
    run = read_run(written)
    assert run.iterations == 2
    assert run.ledger == Ledger(Spend(2, 300, 20, 64, 0.75), 450, 3.5)
    assert (run.calls, run.tokens) == (2, 320)
    assert (run.env_steps, run.seconds) == (450, 3.5)
    assert [entry.train for entry in run.entries] == [Rate(0, 2), Rate(1, 2), Rate(0, 0)]
    assert run.entries[1].score == 1.5
    assert math.isnan(run.entries[2].score)
    assert run.heldout == run.heldout_at(TrialId(1)) == Rate(3, 4)
    assert run.heldout_at(TrialId(0)) == Rate(0, 0)
    assert run.train == run.train_at(TrialId(1)) == Rate(2, 3)
    assert (run.train_at(TrialId(0)), run.train_at(TrialId(2))) == (Rate(0, 2), Rate(0, 0))
    assert run.told["heldout", TrialId(1)] == 2
    assert run.told["end", TrialId(0)] == 1
    assert run.best.text == "better\r\n"
    assert run.reason == "all iterations done"
    assert run.finished
    assert run.notes == ()


@pytest.mark.parametrize("cut", [1, 40])
def test_a_torn_last_line_is_left_out_with_a_note(written, cut):
    written.events.write_bytes(written.events.read_bytes()[:-cut])
    run = read_run(written)
    assert not run.finished
    assert run.best_id == TrialId(1)
    assert run.heldout == Rate(3, 4)
    assert "torn last line was left out" in run.notes[0]


def test_a_run_reads_after_every_number_of_whole_lines(written):
    whole = written.events.read_bytes().splitlines(keepends=True)
    for count in range(1, len(whole) + 1):
        written.events.write_bytes(b"".join(whole[:count]))
        assert read_run(written).iterations in {0, 1, 2}


def test_an_answer_that_was_paid_for_but_not_tried_is_there(written, proposal):
    whole = written.events.read_bytes().splitlines(keepends=True)
    written.events.write_bytes(b"".join(whole[:3]))
    run = read_run(written)
    assert run.iterations == 0
    assert run.proposals == {TrialId(1): proposal}
    assert run.calls == 1


def test_answers_count_once_and_all_of_them_whatever_the_totals_say(written, proposal):
    """A resumed run that ends before it uses an answer that was paid for leaves it out of its totals."""
    whole = written.events.read_text().splitlines(keepends=True)
    end = json.loads(whole[-1])
    end["ledger"] |= proposal.spend.as_json()
    written.events.write_text("".join([*whole[:-1], json.dumps(end) + "\n"]))
    assert read_run(written).ledger == Ledger(Spend(2, 300, 20, 64, 0.75), 450, 3.5)


@pytest.mark.parametrize(
    ("meter", "figure", "words"),
    [("calls", 0, "calls goes back from 1 to 0"), ("env_steps", 199, "env_steps goes back from 200 to 199")],
)
def test_totals_that_go_back_are_refused(written, meter, figure, words):
    whole = written.events.read_text().splitlines(keepends=True)
    later = json.loads(whole[6])
    later["ledger"][meter] = figure
    written.events.write_text("".join([*whole[:6], json.dumps(later) + "\n"]))
    with pytest.raises(RunError, match=rf"events.jsonl', line 7 is not an event of a run \({words}\). Restore the file"):
        read_run(written)


def test_a_trial_before_its_time_is_refused(written):
    whole = written.events.read_text().splitlines(keepends=True)
    early = json.loads(whole[6]) | {"iteration": 1, "attempt": 1}
    late = json.loads(whole[3]) | {"iteration": 2}
    lines = [*whole[:3], *(json.dumps(event | {"n": n}) + "\n" for n, event in enumerate((late, early), 3))]
    written.events.write_text("".join(lines))
    written.code(TrialId(2)).write_text("pass\n")
    with pytest.raises(RunError, match=r"line 5 is not an event of a run \(trial 1-0-1 comes after trial 2\)"):
        read_run(written)


@pytest.mark.parametrize("setting", ["iterations", "retries"])
def test_a_run_that_would_never_end_is_no_run(written, setting):
    first, *rest = written.events.read_text().splitlines(keepends=True)
    start = json.loads(first)
    for rounds in (100_000, 100_001, 10**11):
        start["config"][setting] = rounds
        written.events.write_text("".join([json.dumps(start) + "\n", *rest]))
        if rounds == 100_000:
            assert read_run(written).config[setting] == 100_000
            continue
        with pytest.raises(RunError, match=rf"line 1.*{setting}.*less than or equal to 100000"):
            read_run(written)


def test_dollars_are_added_up_in_the_order_of_training_whichever_answer_came_first(tmp_path):
    with RunWriter(RunFolder.create(tmp_path / "run")) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="", config={})
        for trial, dollars in ((TrialId(1, 1), 0.2), (TrialId(1, 2), 0.3), (TrialId(1), 0.1)):
            writer.proposal(trial, Proposal({}, spend=Spend(1, usd=dollars)))
    assert read_run(tmp_path / "run").ledger.usd == 0.1 + 0.2 + 0.3 != 0.2 + 0.3 + 0.1


def test_fresh_cases_count_also_where_their_event_has_no_totals(written):
    whole = written.events.read_text().splitlines(keepends=True)
    older = json.loads(whole[7])
    del older["ledger"]
    written.events.write_text("".join([*whole[:7], json.dumps(older) + "\n"]))
    assert (read_run(written).env_steps, read_run(written).seconds) == (250, 2.0)


def test_no_run_folder_is_named(tmp_path):
    with pytest.raises(RunError, match=r"'.*nowhere' is not a run folder"):
        read_run(tmp_path / "nowhere")


def test_an_empty_run_is_told_from_a_broken_one(tmp_path):
    (tmp_path / "events.jsonl").write_bytes(b'{"n"')
    with pytest.raises(RunError, match="stopped before anything was measured"):
        read_run(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"not json\n", r"line 3 is not JSON"),
        (b'{"n": 7, "event": "trial"}\n', r"line 3 is not event \"n\": 2; a line was changed, lost or doubled"),
        (b'{"n": 2, "event": "trial"}\n', r"line 3 is not an event of a run \(iteration is missing\)"),
        (
            b'{"n": 2, "event": "trial", "iteration": 1, "outcomes": 5}\n',
            r"line 3 is not an event of a run \(verdict is missing\)",
        ),
    ],
)
def test_a_broken_line_is_named(written, line, message):
    whole = written.events.read_bytes().splitlines(keepends=True)
    written.events.write_bytes(b"".join([*whole[:2], line, *whole[3:]]))
    with pytest.raises(RunError, match=message):
        read_run(written)


def test_a_missing_text_is_named(written):
    written.code(TrialId(1)).unlink()
    with pytest.raises(RunError, match=r"code/001.py' belongs to the run but cannot be read"):
        read_run(written)


def test_events_without_a_start_are_refused(tmp_path):
    (tmp_path / "events.jsonl").write_text('{"n": 0, "event": "interrupted"}\n')
    with pytest.raises(RunError, match="has no start event"):
        read_run(RunFolder(tmp_path))
