"""The live page, asked over HTTP on loopback: who is answered, and what it says of a run that is killed, resumed or deleted."""

import http.client
import json
import re
import shutil
import threading
import time
from urllib.parse import urlsplit

import pytest
from fake_runs import write_run
from hostile import hostile_run

from robotrace.opto import TrialId
from robotrace.results import RunFolder, RunWriter, read_run
from robotrace.show.report.live import LivePage
from robotrace.show.report.page import Shown


def ask(page, place="", *, method="GET", host=None, path=None):
    """Status, headers and content of one request."""
    address = urlsplit(page.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    headers = {} if host is None else {"Host": host.format(port=address.port)}
    connection.request(method, path if path is not None else address.path + place, headers=headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return found


def state(page, seen=""):
    return json.loads(ask(page, f"state?seen={seen}")[2])


@pytest.fixture
def live(tmp_path):
    write_run(tmp_path / "run", [0, 2])
    with LivePage(RunFolder(tmp_path / "run")) as page:
        yield page


def test_it_is_the_page_under_a_strict_policy(live):
    status, headers, text = ask(live)
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; connect-src 'self'; img-src data:; style-src 'sha256-")
    assert policy.endswith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    assert policy.removesuffix("; frame-ancestors 'none'") in text
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert [name for name in headers if name.startswith("Access-Control")] == []
    assert text.count('class="candidate"') == 2


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "127.0.0.1", "evil.example", "", "127.0.0.1.evil.example:{port}"]
)
def test_another_host_is_refused(live, host):
    assert ask(live, host=host)[0] == 403


def test_this_machine_has_two_names(live):
    assert ask(live, host="localhost:{port}")[0] == 200


@pytest.mark.parametrize("path", ["/", "/state", "//", "/wrong/", "/%C3%A4/", "//[", "x", "/wrong/state?seen=1"])
def test_without_the_token_there_is_nothing(live, path):
    status, headers, text = ask(live, path=path)
    assert (status, text) == (404, "There is no such page.\n")
    assert [name for name in headers if name.startswith("Access-Control")] == []


@pytest.mark.parametrize("place", ["events.jsonl", "../config.json", "state/", "x/state"])
def test_there_is_the_page_and_its_state_and_no_file(live, place):
    assert ask(live, place)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_is_only_read(live, method):
    assert ask(live, method=method)[0] == 501


def test_tokens_are_long_and_differ(tmp_path):
    with LivePage(RunFolder(tmp_path)) as first, LivePage(RunFolder(tmp_path)) as second:
        tokens = {urlsplit(page.url).path for page in (first, second)}
    assert {len(token) for token in tokens} == {34}
    assert len(tokens) == 2


def test_it_listens_on_loopback_alone(live):
    assert live._server.server_address[0] == "127.0.0.1"


def test_a_run_begins_goes_on_is_killed_resumed_ends_and_is_deleted(tmp_path):
    folder = RunFolder(tmp_path / "run")
    with LivePage(folder) as page:
        assert state(page) == {"seen": "none", "words": "Waiting for the run run to begin.", "page": None}
        assert "<title>robotrace</title>" in ask(page)[2]
        write_run(folder.path, [0])
        writer = RunWriter(folder)
        first = state(page, "none")
        assert first["words"] == "The run is going on; what is new appears by itself."
        assert first["page"].count('class="candidate"') == 1
        assert state(page, first["seen"])["page"] is None
        writer.close()  # as the kernel does for one that is killed
        killed = state(page, first["seen"])
        assert killed["words"] == (
            f"The run has stopped: nobody goes on with it. To resume it: robotrace train --resume {folder.path}"
        )
        run = read_run(folder)
        with RunWriter(folder) as writer:
            writer.trial(run.trials[0].__class__(**{**_fields(run.trials[0]), "iteration": 1}), ledger=run.ledger)
            resumed = state(page, killed["seen"])
            assert resumed["words"].startswith("The run is going on")
            assert resumed["page"].count('class="candidate"') == 2
            writer.end(reason="all iterations done", best=TrialId(0), ledger=run.ledger)
        ended = state(page, resumed["seen"])
        assert ended["words"] == "The run has ended: all iterations done."
        assert page.wait_until_told(0)
        shutil.rmtree(folder.path)
        gone = state(page, ended["seen"])
        assert (gone["words"], gone["page"]) == (
            "The run folder is gone; this page shows what was last read of it.",
            None,
        )


def _fields(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_a_run_that_cannot_be_read_is_named(live, tmp_path):
    (tmp_path / "run" / "events.jsonl").write_text("{}\n")
    assert "line 1 is not event" in state(live)["words"]


def test_a_run_that_has_ended_is_looked_at_once_beside_the_page(tmp_path):
    write_run(tmp_path / "run", [0, 2], final=(3, 5))
    looked, go = [], threading.Event()

    def look(run):
        looked.append(run)
        go.wait(10)
        return Shown(run, notes=["It was played."])

    with LivePage(RunFolder(tmp_path / "run"), look=look) as page:
        before = state(page)
        assert "It was played." not in before["page"]
        go.set()
        until = time.monotonic() + 10
        while (after := state(page, before["seen"]))["page"] is None and time.monotonic() < until:
            time.sleep(0.02)
        assert "It was played." in after["page"]
    assert len(looked) == 1


def test_what_a_stranger_wrote_is_text_here_too(tmp_path):
    run, _ = hostile_run(tmp_path / "run")
    with LivePage(run.folder) as page:
        assert len(re.findall("<script", state(page)["page"])) == 2


def test_nobody_waits_for_a_page_that_is_not_open(live):
    assert not live.wait_until_told(60)


def test_nothing_in_the_folder_is_written(live, tmp_path):
    def listing():
        return sorted((str(path), path.stat().st_mtime_ns) for path in (tmp_path / "run").rglob("*"))

    before = listing()
    ask(live)
    state(live)
    assert listing() == before
