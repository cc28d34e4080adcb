"""A run folder from a stranger: links, pipes and sizes."""

import errno
import os

import pytest

from robotrace.errors import RunError
from robotrace.opto import Ledger, Proposal, TrialId
from robotrace.results import RunFolder, RunWriter, files, read_run


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("not the run's")
    return path


@pytest.mark.parametrize("name", ["best.py", ".best.py.part", "metrics.csv", ".metrics.csv.part", "code/009.py"])
def test_a_link_is_not_written_through(written, secret, name):
    place = written.path / name
    place.unlink(missing_ok=True)
    place.symlink_to(secret)
    with RunWriter(written) as writer:
        writer.text(written.path / name.removeprefix(".").removesuffix(".part"), "new")
    assert secret.read_text() == "not the run's"
    final = written.path / name.removeprefix(".").removesuffix(".part")
    assert (final.is_symlink(), final.read_text()) == (False, "new")
    assert not list(written.path.rglob("*.part"))


def test_a_folder_that_is_a_link_is_not_written_into(written, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (written.path / "replies").rename(tmp_path / "gone")
    (written.path / "replies").symlink_to(elsewhere)
    with (
        RunWriter(written) as writer,
        pytest.raises(
            RunError, match=r"009.md of the run .* cannot be written: 'replies' is a link, expected a folder"
        ),
    ):
        writer.proposal(TrialId(9), Proposal({}, reply="mine"))
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
def test_events_that_are_a_link_are_not_appended_to(written, tmp_path, link):
    other = tmp_path / "other.jsonl"
    written.events.rename(other)
    getattr(written.events, link)(other)
    before = other.read_bytes()
    with pytest.raises(RunError, match=r"events.jsonl of the run .* cannot be written: it is a (hard )?link"):
        RunWriter(written)
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("events.jsonl", "'.*run' is not a run folder: its events.jsonl cannot be read"),
        ("code/001.py", "code/001.py' belongs to the run but cannot be read"),
        ("prompts/001.md", "prompts/001.md' belongs to the run but cannot be read"),
        ("replies/001.md", "replies/001.md' belongs to the run but cannot be read"),
    ],
)
@pytest.mark.parametrize("kind", ["a link", "a named pipe", "a folder", "a device"])
def test_only_regular_files_are_read_and_nothing_is_waited_for(written, secret, name, words, kind):
    place = written.path / name
    place.unlink()
    match kind:
        case "a link":
            place.symlink_to(secret)
        case "a named pipe":
            os.mkfifo(place)
        case "a folder":
            place.mkdir()
        case "a device":
            if os.geteuid():
                pytest.skip("only root makes devices")
            try:
                os.mknod(place, 0o020600, os.makedev(1, 5))
            except PermissionError:
                pytest.skip("no devices can be made here")
    with pytest.raises(RunError, match=rf"{words}.*it is {kind}, expected a regular file"):
        read_run(written)


@pytest.mark.parametrize("name", ["code", "prompts", "replies"])
def test_a_folder_that_is_a_link_is_not_read_through(written, tmp_path, name):
    (written.path / name).rename(tmp_path / "elsewhere")
    (written.path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RunError, match=f"'{name}' is a link, expected a folder"):
        read_run(written)


def test_the_run_folder_itself_may_be_a_link(written, tmp_path):
    (tmp_path / "link").symlink_to(written.path)
    assert read_run(tmp_path / "link").iterations == 2


def test_a_pipe_of_events_is_no_run_and_holds_nobody_up(tmp_path):
    os.mkfifo(tmp_path / "events.jsonl")
    assert not RunFolder(tmp_path).exists


def test_what_is_too_large_is_not_read(written, monkeypatch):
    os.truncate(written.code(TrialId(1)), files.MOST_BYTES + 1)
    with pytest.raises(RunError, match=r"code/001.py' .* cannot be read: it has more than 67,108,864 bytes"):
        read_run(written)
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    with pytest.raises(RunError, match="line 1 has more than 100 bytes"):
        read_run(written)
    os.truncate(written.events, files.MOST_EVENTS + 1)
    with pytest.raises(RunError, match=r"events.jsonl cannot be read .it has more than 1,073,741,824 bytes"):
        read_run(written)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_keeps_a_run_and_says_so_once(tmp_path, monkeypatch, caplog, code):
    def fsync(descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fsync)
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="c", config={})
        writer.best("text\n")
        writer.proposal(TrialId(1), Proposal({}))
        writer.interrupted()
    assert folder.best.read_text() == "text\n"
    assert [record.getMessage() for record in caplog.records] == [
        f"The file system of {folder.path} cannot be told to put a file on the disk now: the run survives a crash of "
        "the program, but perhaps not one of the machine."
    ]


def test_half_an_emoji_does_not_keep_a_reply_from_the_disk(tmp_path):
    folder = RunFolder.create(tmp_path / "run")
    with RunWriter(folder) as writer:
        writer.start(task="t", optimizer="o", feedback=None, context="c", config={})
        writer.proposal(TrialId(1), Proposal({"x": "a\ud83d"}, reply="b\ud83d"))
    proposal = read_run(folder).proposals[TrialId(1)]
    assert (proposal.values, proposal.reply) == ({"x": "a\ufffd"}, "b\ufffd")
    assert read_run(folder).ledger == Ledger()
