"""The page in a real browser, without a network: Debian's chromium, which writes out what it made of the page."""

import json
import re
import shutil
import subprocess

import pytest
from hostile import hostile_plays, hostile_run

from robotrace.show.report.live import LivePage
from robotrace.show.report.page import Shown, page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    run, _ = hostile_run(folder / "run")
    (folder / "report.html").write_text(page([Shown(run, hostile_plays(run))]))
    return folder / "report.html"


def opened(file, place=""):
    """The page as it stands after its script has run, and what the browser's console said."""
    return browsed(file.as_uri() + place, file.parent, "--host-resolver-rules=MAP * ~NOTFOUND")


def browsed(address, folder, *more):
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    options += [
        *more,
        "--virtual-time-budget=3000",
        "--enable-logging=stderr",
        "--dump-dom",
    ]
    found = subprocess.run([CHROMIUM, *options, address], capture_output=True, text=True, timeout=120, check=True)
    return found.stdout, [line for line in found.stderr.splitlines() if "CONSOLE" in line]


def shown(text, kind):
    return re.findall(rf'<p class="{kind}">([^<]*)</p>', text)


def test_it_opens_and_nothing_of_the_run_is_executed(file):
    text, console = opened(file)
    assert console == []
    assert "<title>&lt;script&gt;document.title='broken'&lt;/script&gt;" in text
    assert shown(text, "state")[0] == "t=0, line 8: not solved yet"


def test_the_scrubber_moves_line_row_and_picture_together(file):
    first, last = (opened(file, place)[0] for place in ("#play=1&t=1", "#play=1&t=3"))
    numbers = [
        re.findall(r'class="line lit" data-number="(\d+)"|data-number="(\d+)" class="line lit"', text)
        for text in (first, last)
    ]
    lit = ["".join(found[0]) for found in numbers]
    assert (lit[0], shown(first, "state")[0]) == ("8", "t=1, line 8: not solved yet")
    assert shown(last, "state")[0] == f"t=3, line {lit[1]}: not solved yet"
    assert lit[1] != "8"
    rows = [re.search(r"<tbody><tr><td>(\d+)</td>", text)[1] for text in (first, last)]
    assert rows == ["1", "3"]
    images = [re.search(r'<img alt="[^"]*" src="(data:image/webp;base64,[^"]+)"', text)[1] for text in (first, last)]
    assert images[0] != images[1]


def test_two_episodes_stand_side_by_side(file):
    text, console = opened(file, "#play=1&beside=1&t=2")
    assert console == []
    assert [words[:4] for words in shown(text, "state")] == ["t=2,", "t=2,"]


def test_a_candidate_is_filled_in_as_text(file):
    text, console = opened(file, "#candidate=1")
    assert console == []
    assert "<summary>what was answered</summary><pre>&lt;script&gt;" in text
    assert '<span class="add">' in text


def test_a_live_page_takes_what_is_new_without_a_reload(tmp_path):
    """The run goes on as soon as the page has been drawn, and what it says then is hostile too."""
    run, _ = hostile_run(tmp_path / "run", 2)
    lines = [f"{line}\n" for line in run.folder.events.read_text().split("\n")[:-1]]  # texts hold other ends of lines
    first = next(number for number, line in enumerate(lines, 1) if json.loads(line)["event"] == "trial")
    run.folder.events.write_text("".join(lines[:first]))
    with LivePage(run.folder) as live:
        answer = live.answer

        def answering(target, host):
            found = answer(target, host)
            if "/state" not in target:
                whole = tmp_path / "whole.jsonl"
                whole.write_text("".join(lines))
                whole.replace(run.folder.events)  # at once: the page may be reading
            return found

        live.answer = answering
        text, console = browsed(live.url, tmp_path)
    assert console == []
    assert [place for place in range(3) if f'data-candidate="{place}"' in text] == [0, 1]
    assert 'role="status"' in text
    assert "The run has ended: &lt;script&gt;" in text
    assert "<title>&lt;script&gt;document.title='broken'&lt;/script&gt;" in text


def test_a_live_page_that_nobody_serves_says_so(tmp_path):
    run, _ = hostile_run(tmp_path / "run", 2)
    with LivePage(run.folder) as live:
        answer = live.answer
        live.answer = lambda target, host: (500, "text/plain", "") if "/state" in target else answer(target, host)
        text, _ = browsed(live.url, tmp_path)
    assert "Nobody serves this page any more" in text
