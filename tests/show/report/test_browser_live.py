"""The page of a run that goes on, in a real browser: what is new appears, and what the reader looks at stays where it is."""

import shutil

import pytest
from fake_runs import outcomes, write_run
from hostile import hostile_run
from playwright.sync_api import expect
from reports import CODES, GOALS
from toy_plays import toy_plays

from robotrace.opto import Candidate, Proposal, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter, read_run
from robotrace.show.report.live import LivePage
from robotrace.show.report.page import Shown

pytestmark = pytest.mark.slow
WAIT = 10_000
"""Milliseconds within which the page has to have asked again, which it does each second."""


def says(page, words):
    expect(page.get_by_role("status")).to_have_text(words, timeout=WAIT)


def another(iteration):
    """A further candidate, which is refused."""
    code = CODES[iteration]
    text = Candidate({"controller": code}, code)
    return Trial(iteration, Verdict.REFUSED, "solves no more goals", Proposal({}), text, outcomes("train", 1, 5))


def test_a_run_that_begins_is_killed_resumed_and_deleted(tmp_path, opened):
    folder = RunFolder(tmp_path / "run")
    with LivePage(folder) as live:
        page = opened(live.url)
        says(page, "Waiting for the run run to begin.")
        write_run(folder.path, [1], texts=CODES)
        with RunWriter(folder):  # while it is written to, somebody goes on with it
            says(page, "The run is going on; what is new appears by itself.")
            assert page.title() == "metaworld/pick-place-v3"
            assert page.locator("details.candidate").count() == 1
        says(
            page,
            f"The run has stopped: nobody goes on with it. To resume it: robotrace train --resume {folder.path}",
        )
        with RunWriter(folder) as writer:
            writer.trial(another(1), ledger=read_run(folder).ledger)
            says(page, "The run is going on; what is new appears by itself.")
            assert page.locator("details.candidate").count() == 2
        shutil.rmtree(folder.path)
        says(page, "The run folder is gone; this page shows what was last read of it.")
        assert page.locator("details.candidate").count() == 2


def test_what_is_new_leaves_the_reader_where_they_are(tmp_path, opened):
    """An open candidate, the focus, the place on the page, the scrubber and both choices outlast a new candidate."""
    run = write_run(tmp_path / "run", [1, 3, None], texts=CODES, final=(4, 12))

    def look(ended):
        best = toy_plays(ended.best_id, CODES[1], (4, 5), feedback="", goals=GOALS)
        return Shown(ended, [*best, *toy_plays(TrialId(0), CODES[0], (5, 4), feedback="", goals=GOALS)])

    with LivePage(run.folder, look=look) as live:
        page = opened(live.url, height=500)
        expect(page.locator(".player")).to_be_visible(timeout=WAIT)
        page.evaluate("window.unloaded = false")
        page.get_by_label("side by side").check()
        page.get_by_label("Episode 1").select_option("best, held-out goal 4: not solved")
        page.get_by_label("Right candidate", exact=True).select_option(label="0, start: 0.20 [0.04, 0.62] (1/5)")
        page.locator(".scrub").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.locator("details.candidate > summary").nth(1).click()
        page.locator("details.candidate[open] summary", has_text="what it changed").click()  # which closes it
        page.locator("details.candidate[open] summary", has_text="the whole code").click()
        place = page.locator("details.candidate > summary").nth(1).bounding_box()["y"]
        before = page.locator(".panes .state").all_inner_texts()
        with RunWriter(run.folder) as writer:
            writer.trial(another(3), ledger=run.ledger)
            says(page, "The run is going on; what is new appears by itself.")
            assert page.locator(".player").count() == 0  # a run that goes on is not played
            assert page.locator("details.candidate").count() == 4
            writer.end(reason="one more", best=TrialId(1), ledger=run.ledger)
        expect(page.locator(".player")).to_be_visible(timeout=WAIT)
        assert page.evaluate("window.unloaded") is False
        assert page.locator(".panes .state").all_inner_texts() == before
        assert (page.locator(".scrub").input_value(), page.locator(".two").is_checked()) == ("2", True)
        assert (
            page.get_by_label("Episode 1").locator("option:checked").inner_text() == "best, held-out goal 4: not solved"
        )
        assert page.locator(".pair option:checked").all_inner_texts()[1] == "0, start: 0.20 [0.04, 0.62] (1/5)"
        assert page.locator("details.candidate[open]").evaluate_all("all => all.map(one => one.dataset.candidate)") == [
            "1"
        ]
        parts = "all => all.map(one => [one.firstElementChild.textContent, one.open])"
        assert page.locator("details.candidate[open] details").evaluate_all(parts) == [
            ["what it changed", False],
            ["the whole code", True],
        ]
        assert page.evaluate("document.activeElement.textContent") == "the whole code"
        assert page.locator("details.candidate > summary").nth(1).bounding_box()["y"] == pytest.approx(place, abs=2)


def test_a_hostile_run_that_goes_on_does_no_more(tmp_path, opened):
    run, _ = hostile_run(tmp_path / "run", 2)
    whole = run.folder.events.read_bytes()
    lines = whole.split(b"\n")
    first = next(
        number for number, line in enumerate(lines, 1) if b'"event": "trial"' in line or b'"event":"trial"' in line
    )
    run.folder.events.write_bytes(b"\n".join(lines[:first]) + b"\n")
    with LivePage(run.folder) as live:
        page = opened(live.url)
        assert page.locator("details.candidate").count() == 1
        (tmp_path / "whole").write_bytes(whole)
        (tmp_path / "whole").replace(run.folder.events)  # at once: the page may be reading
        expect(page.locator("details.candidate")).to_have_count(2, timeout=WAIT)
        page.locator("details.candidate summary").nth(1).click()
        assert (
            page.get_by_role("status")
            .inner_text()
            .startswith("The run has ended: <script>document.title='broken'</script>")
        )
        assert page.title().startswith("<script>document.title='broken'</script>")


def test_a_page_that_nobody_serves_says_so(tmp_path, browser):
    run = write_run(tmp_path / "run", [1], texts=CODES)
    page = browser.new_page()
    with LivePage(run.folder) as live:
        page.goto(live.url)
        assert page.goto(live.url.rsplit("/", 2)[0] + "/").status == 404  # without its token there is nothing
        page.goto(live.url)
    says(
        page,
        "Nobody serves this page any more, so it stays as it is. robotrace watch RUN serves it, robotrace report RUN writes it "
        "as a file.",
    )
    assert page.locator("details.candidate").count() == 1
    page.close()


def test_no_other_page_reads_it(tmp_path, browser):
    run = write_run(tmp_path / "run", [1], texts=CODES)
    with LivePage(run.folder) as live, LivePage(run.folder) as other:
        page = browser.new_page()
        page.route(
            "http://elsewhere.test/**", lambda route: route.fulfill(body="<h1>elsewhere</h1>", content_type="text/html")
        )
        page.goto("http://elsewhere.test/")
        asked = "address => fetch(address).then(() => 'read', () => 'refused')"
        assert [page.evaluate(asked, address) for address in (live.url, other.url)] == ["refused", "refused"]
        framed = """address => new Promise((done) => {
          const frame = document.createElement("iframe");
          frame.onload = () => done(frame.contentDocument === null);
          frame.src = address;
          document.body.append(frame);
        })"""
        assert page.evaluate(framed, live.url)
        assert [it.url for it in page.frames if "robotrace" in it.content()] == []
        page.close()
