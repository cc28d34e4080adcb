"""Every leaf of a published run's events, broken in several ways: read, or refused in one line that names file and line."""

import copy
import json
import math
import shutil
from pathlib import Path

import pytest

from robotrace.errors import RunError
from robotrace.results import metrics_table, read_run
from robotrace.show import console as show
from robotrace.show.machine import train_json

pytestmark = pytest.mark.slow

PUBLISHED = Path(__file__).parents[2] / "results" / "published" / "SHIFT10" / "push"
LINES = PUBLISHED.joinpath("events.jsonl").read_text().splitlines()
BROKEN = {
    "null": None,
    "negative": -1,
    "text": "x",
    "list": [],
    "object": {},
    "infinite": math.inf,
    "nan": math.nan,
    "huge": 10**400,
    "true": True,
    "long": "long " * 40_000,
    "missing": ...,
}
FIRST = {json.loads(line)["event"]: number for number, line in reversed(list(enumerate(LINES)))}


def leaves(value, path=()):
    """The places of all leaves; of a list, its first item only."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from [(*path, key)] if not path or isinstance(item, dict | list) else []
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        yield from leaves(value[0], (*path, 0))
    else:
        yield path


def broken(event, path, value):
    event = copy.deepcopy(event)
    *way, last = path
    place = event
    for key in way:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return event


PLACES = [
    (kind, path) for kind, number in FIRST.items() for path in dict.fromkeys(leaves(json.loads(LINES[number]))) if path
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("broken") / "run"
    shutil.copytree(PUBLISHED, path)
    return path


@pytest.mark.parametrize(
    ("kind", "path"), PLACES, ids=lambda part: part if isinstance(part, str) else ".".join(map(str, part))
)
def test_a_broken_leaf_is_read_or_named(folder, kind, path):
    number = FIRST[kind]
    for value in BROKEN.values():
        lines = [*LINES]
        lines[number] = json.dumps(broken(json.loads(LINES[number]), path, value))
        (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
        run = None
        try:
            run = read_run(folder)
        except RunError as error:
            words = str(error)
        if run is None:
            assert "events.jsonl'" in words
            assert (len(words.splitlines()), len(words) < 1000) == (1, True)
            continue
        show.card(run)
        show.next_steps(run)
        json.dumps(train_json(run), allow_nan=False)
        metrics_table(run)


@pytest.mark.parametrize(
    ("kind", "path", "value", "words"),
    [
        ("start", ("config",), None, "line 1 is not an event of a run (config: input should be a valid dictionary"),
        (
            "start",
            ("config", "seed"),
            "x",
            "line 1 is not an event of a run (config.seed: input should be a valid integer",
        ),
        ("start", ("config", "options"), {"name": "x"}, "it is no option of a task"),
        ("start", ("task",), ..., "line 1 is not an event of a run (task is missing)"),
        (
            "trial",
            ("verdict",),
            "perhaps",
            "verdict: input should be 'start', 'accepted', 'taken' or 'refused'; found 'perhaps'",
        ),
        ("trial", ("iteration",), -1, "iteration: input should be greater than or equal to 0; found -1"),
        ("trial", ("ledger", "calls"), 1.5, "calls: expected a whole number, found 1.5"),
        ("trial", ("ledger", "seconds"), None, "seconds: expected a number, found nothing"),
        ("end", ("best", "iteration"), 77, "trial 77 had no candidate"),
        ("heldout", ("iteration",), 77, "trial 77 had no candidate"),
        ("proposal", ("event",), 5, "event: expected a kind, such as trial; found 5"),
    ],
)
def test_what_is_wrong_is_said(folder, kind, path, value, words):
    lines = [*LINES]
    lines[FIRST[kind]] = json.dumps(broken(json.loads(LINES[FIRST[kind]]), path, value))
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
    with pytest.raises(RunError) as caught:
        read_run(folder)
    assert words in str(caught.value)


@pytest.mark.parametrize("kind", ["start", "trial", "proposal"])
def test_an_event_that_is_there_twice_is_named(folder, kind):
    lines = [*LINES, json.dumps({**json.loads(LINES[FIRST[kind]]), "n": len(LINES)})]
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
    with pytest.raises(RunError, match=rf"line {len(lines)} is not an event of a run \(.* is there twice\)"):
        read_run(folder)


def test_a_kind_of_a_later_version_is_left_out_with_a_note(folder):
    lines = [*LINES, json.dumps({"n": len(LINES), "event": "video", "iteration": "first", "ledger": 5})]
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
    run = read_run(folder)
    assert run.ledger == read_run(PUBLISHED).ledger
    assert run.notes == (
        f"Events of '{folder / 'events.jsonl'}' that this version does not know were left out: video.",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b"{}\n",
        b"null\n",
        b'{"n": ' + b"9" * 5000 + b"}\n",
        b'"x"\n',
        b"\0\0\n",
    ],
)
def test_what_is_no_events_file_is_named(folder, content):
    (folder / "events.jsonl").write_bytes(content)
    with pytest.raises(RunError) as caught:
        read_run(folder)
    assert len(str(caught.value).splitlines()) == 1


def test_a_text_that_is_not_utf_8_is_named(folder):
    (folder / "events.jsonl").write_text("\n".join(LINES) + "\n")
    before = (folder / "code" / "001.py").read_bytes()
    (folder / "code" / "001.py").write_bytes(b"\xff")
    try:
        with pytest.raises(RunError, match=r"code/001.py' belongs to the run but is no UTF-8 text"):
            read_run(folder)
    finally:
        (folder / "code" / "001.py").write_bytes(before)
