import errno
import json
import math
import os
import resource

import numpy as np
import pytest

from robotrace.errors import RunError
from robotrace.opto import Candidate, Case, Ledger, Outcome, Proposal, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter, read_run


def lines(folder):
    return [json.loads(line) for line in folder.events.read_text().splitlines()]


def start(writer, **config):
    return writer.start(task="t", optimizer="o", feedback=None, context="c", config=config)


def tried(iteration, score=0.0, text="pass\n"):
    outcome = Outcome(Case("train", 0), success=False, score=score, feedback="far")
    return Trial(iteration, Verdict.REFUSED, "worse", None, Candidate({"x": 1}, text), (outcome,))


def test_events_are_numbered_lines(written):
    found = lines(written)
    assert [event["n"] for event in found] == list(range(len(found)))
    assert [event["event"] for event in found] == (
        ["start", "trial", "proposal", "trial", "heldout", "proposal", "trial", "fresh", "heldout", "end"]
    )


def test_texts_stand_beside_the_events(written):
    assert written.code(TrialId(0)).read_text() == "pass\n"
    assert written.code(TrialId(1)).read_bytes() == b"better\r\n"
    assert not written.code(TrialId(2)).exists()
    assert written.prompt(TrialId(1)).read_text() == "What now?\n"
    assert written.reply(TrialId(1)).read_bytes() == b"Close it.\r\n"
    assert not written.prompt(TrialId(2)).exists()
    assert written.best.read_text() == "best\n"


def test_pictures_are_kept_bit_for_bit(tmp_path):
    with RunWriter(RunFolder.create(tmp_path / "run")) as writer:
        start(writer)
        writer.proposal(TrialId(1), Proposal({}, prompt="Look.", reply="!", pictures=(b"\x89PNG\r\n", b"two")))
    kept = {path.name: path.read_bytes() for path in (tmp_path / "run" / "prompts").iterdir()}
    assert kept == {"001.md": b"Look.", "001.1.png": b"\x89PNG\r\n", "001.2.png": b"two"}


def test_nothing_temporary_is_left(written):
    assert not list(written.path.rglob("*.part"))


def test_config_is_readable_by_eye(written):
    assert written.config.read_text() == (
        '{\n  "task": "metaworld/reach-v3",\n  "optimizer": "optoprime",\n  "feedback": "facts",\n'
        '  "model": "gpt-5.2",\n  "goals": 2\n}\n'
    )


def test_a_method_returns_what_it_wrote(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        assert start(writer, seed=1) == lines(folder)[0]


def test_a_resumed_run_counts_on(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        start(writer)
        writer.interrupted()
    with RunWriter(folder) as writer:
        writer.interrupted()
    assert [(event["n"], event["event"]) for event in lines(folder)] == [
        (0, "start"),
        (1, "interrupted"),
        (2, "interrupted"),
    ]


def test_resuming_cuts_a_torn_line_off(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        start(writer)
    whole = folder.events.read_bytes()
    with folder.events.open("ab") as file:
        file.write(b'{"n": 1, "event": "tri')
    with RunWriter(folder):
        pass
    assert folder.events.read_bytes() == whole


def test_numpy_and_numbers_that_are_not_finite(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        start(writer, gain=np.float64(10.0), low=np.array([1, 2]))
        writer.trial(tried(0, score=-math.inf), ledger=Ledger())
    assert lines(folder)[0]["config"] == {"gain": 10.0, "low": [1, 2]}
    assert lines(folder)[1]["outcomes"][0]["score"] == "-inf"
    assert read_run(folder).entries[0].trial.outcomes[0].score == -math.inf


def test_a_value_that_json_cannot_hold_is_named(tmp_path):
    with (
        RunWriter(RunFolder.create(tmp_path / "run")) as writer,
        pytest.raises(RunError, match=r"proposal\.values\.x.*set"),
    ):
        writer.proposal(TrialId(1), Proposal({"x": {1, 2}}))


def test_settings_under_which_a_run_could_not_be_read_again_are_refused(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer, pytest.raises(RunError, match=r"config.seed: input should be a valid integer"):
        start(writer, seed="seven")
    assert not folder.exists


def test_an_unwritable_folder_is_named(tmp_path):
    with pytest.raises(RunError, match=r"events.jsonl of the run '.*gone' cannot be written: No such file"):
        RunWriter(RunFolder(tmp_path / "gone"))


def test_a_full_disk_while_appending_leaves_a_readable_run(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        start(writer)
        writer.trial(tried(0), ledger=Ledger())
        size = folder.events.stat().st_size
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40, before[1]))  # the kernel writes 40 bytes, then refuses
        try:
            with pytest.raises(RunError, match=r"disk is full: events.jsonl .*stays readable; make room.*--resume"):
                writer.trial(tried(1), ledger=Ledger())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert folder.events.stat().st_size == size
        assert read_run(folder).iterations == 0
        writer.trial(tried(1), ledger=Ledger())
    assert read_run(folder).iterations == 1


def test_a_full_disk_while_writing_a_text_keeps_the_old_one(tmp_path, monkeypatch):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        start(writer)
        writer.best("old\n")

        def full(descriptor):
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(RunError, match=r"disk is full: best.py"):
                writer.best("new\n")
    assert folder.best.read_text() == "old\n"
    assert not list(folder.path.glob(".*"))


def test_metrics_are_made_at_the_end(written):
    assert written.metrics.exists()


@pytest.mark.parametrize("kept", [0, 10, None], ids=["nothing", "half a line", "the whole line"])
def test_a_stop_while_a_line_is_written_leaves_whole_lines(tmp_path, monkeypatch, kept):
    folder = RunFolder.create(tmp_path / "run")
    write = os.write

    def stopped(descriptor, data):
        write(descriptor, data[:kept])
        raise KeyboardInterrupt

    with RunWriter(folder) as writer:
        start(writer)
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", stopped)
            with pytest.raises(KeyboardInterrupt):
                writer.trial(tried(0), ledger=Ledger())
        writer.interrupted()
    events = ["start", "trial", "interrupted"] if kept is None else ["start", "interrupted"]
    assert [event["event"] for event in lines(folder)] == events
    assert [event["n"] for event in lines(folder)] == list(range(len(events)))
    assert not read_run(folder).finished


def test_what_a_proposal_is_and_an_outcome_without_a_score_come_back(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    given = [Proposal.unanswered("down"), Proposal({"x": 1}, "No answer: I say", origin="tune"), Proposal({}, refusal="no")]
    with RunWriter(folder) as writer:
        start(writer)
        writer.trial(tried(0, score=None), ledger=Ledger())
        for iteration, proposal in enumerate(given, 1):
            writer.proposal(TrialId(iteration), proposal)
    assert [event["status"] for event in lines(folder)[2:]] == ["no answer", "values", "refused"]
    run = read_run(folder)
    assert [(one.status, one.origin) for one in run.proposals.values()] == [(one.status, one.origin) for one in given]
    assert lines(folder)[1]["outcomes"][0]["score"] is None
    assert run.entries[0].trial.outcomes[0].score is None


def test_what_earlier_runs_told_in_words_is_understood(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    given = [
        Proposal({}, refusal="No answer: the endpoint is down"),
        Proposal({}, refusal="No fence. No answer: I say"),
        Proposal({"x": 1}, "Generation 1, of 4 members, of the search from iteration 0."),
        Proposal({"x": 2}, "Generation 1, I say", prompt="?"),
    ]
    with RunWriter(folder) as writer:
        start(writer)
        writer.trial(tried(0), ledger=Ledger())
        for iteration, proposal in enumerate(given, 1):
            writer.proposal(TrialId(iteration), proposal)
    old = [{key: value for key, value in event.items() if key not in ("status", "origin")} for event in lines(folder)]
    old[1]["outcomes"][0]["score"] = "nan"
    folder.events.write_text("".join(json.dumps(event) + "\n" for event in old))
    run = read_run(folder)
    assert [(one.status.value, one.origin) for one in run.proposals.values()] == [
        ("no answer", ""),
        ("refused", ""),
        ("values", "tune"),
        ("values", ""),
    ]
    assert run.entries[0].trial.outcomes[0].score is None
