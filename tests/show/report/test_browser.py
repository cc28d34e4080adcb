"""The page in a real browser, without a network, moved by mouse and keyboard."""

import pytest
from playwright.sync_api import expect
from reports import CODES

pytestmark = pytest.mark.slow


def moment(pane):
    """What a pane shows of a timestep: its words, the lit line, the picture, the values of a field and the curves' places."""
    return {
        "state": pane.locator(".state").inner_text(),
        "line": pane.locator(".line.lit").evaluate_all("lines => lines.map(line => line.dataset.number)"),
        "picture": pane.locator("img").get_attribute("src"),
        "x": pane.locator("tr[data-field=hand_pos] .a").first.inner_text(),
        "places": pane.locator(".spark line").evaluate_all(
            "lines => [...new Set(lines.map(line => line.getAttribute('x1')))]"
        ),
    }


def shown_code(page, side):
    return (
        page.locator(f".pair pre >> nth={side}")
        .locator(".line")
        .evaluate_all("lines => lines.map(line => [line.className, line.textContent])")
    )


def test_it_opens_without_a_network(file, opened):
    page = opened(file, offline=True)
    assert page.title() == "metaworld/pick-place-v3"
    assert page.locator(".headline").inner_text() == "0.33 [0.14, 0.61] (4/12)"
    assert moment(page.locator(".pane").first)["state"] == "t=0, line 4: not solved yet"
    assert page.locator("details.candidate").count() == 5


def test_the_curve_tells_the_candidate_under_the_pointer(file, opened):
    page = opened(file)
    told, box = page.locator(".broad .told"), page.locator(".broad [data-candidate='3']").bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 12)  # near is enough
    assert told.inner_text() == "candidate 3, refused: 0.40 [0.12, 0.77] (2/5) in training; solves no more goals"
    page.mouse.move(5, 5)
    assert told.is_hidden()
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    assert page.locator("details.candidate[open]").evaluate_all("all => all.map(one => one.dataset.candidate)") == ["3"]
    assert page.evaluate("document.activeElement.textContent").startswith("3 refused 0.40")


def test_the_curve_is_one_stop_and_its_dots_are_reached_by_arrows(file, opened):
    page = opened(file)
    page.keyboard.press("Tab")
    told = page.locator(".broad .told")
    assert told.inner_text().startswith("candidate 0, start")
    for key, words in (
        ("ArrowRight", "candidate 1"),
        ("End", "candidate 4"),
        ("ArrowLeft", "candidate 3"),
        ("Home", "candidate 0"),
    ):
        page.keyboard.press(key)
        assert told.inner_text().startswith(words)
    page.keyboard.press("Enter")
    assert page.locator("details.candidate[open]").get_attribute("data-candidate") == "0"


def test_dragging_the_scrubber_moves_line_row_picture_and_curves(file, opened):
    page = opened(file)
    pane, scrub = page.locator(".pane").first, page.locator(".scrub")
    first, box = moment(pane), page.locator(".scrub").bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    middle, at = moment(pane), int(scrub.input_value())
    assert (first["line"], middle["line"]) == (["4"], ["5"])
    assert middle["state"] == f"t={at}, line 5: not solved yet"
    assert middle["picture"] != first["picture"]
    assert (first["x"], middle["x"]) == (
        "0.000",
        page.evaluate(f"data.runs[0].plays[0].fields.hand_pos[{at}][0].toFixed(3)"),
    )
    assert first["places"] == ["0"]
    assert len(middle["places"]) == 1
    assert 50 < float(middle["places"][0]) < 90
    assert page.locator(".time").inner_text() == f"{at} of {scrub.get_attribute('max')}"
    assert scrub.get_attribute("aria-valuetext") == page.locator(".time").inner_text()


def test_arrow_keys_step_and_ends_are_reached(file, opened):
    page = opened(file)
    pane = page.locator(".pane").first
    page.locator(".scrub").focus()
    states = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        states.append(moment(pane)["state"])
    last = page.evaluate("data.runs[0].plays[0].times.at(-1)")
    assert states == [
        "t=1, line 4: not solved yet",
        "t=2, line 5: not solved yet",
        "t=1, line 4: not solved yet",
        f"t={last}: solved",
        "t=0, line 4: not solved yet",
    ]


def test_space_plays_and_stops(file, opened):
    page = opened(file)
    page.clock.install()
    page.reload()
    page.locator(".code").first.focus()
    page.keyboard.press(" ")
    assert page.locator(".go").inner_text() == "Stop"
    page.clock.run_for(260)
    assert page.locator(".scrub").input_value() == "2"
    page.keyboard.press(" ")
    page.clock.run_for(1_000)
    assert (page.locator(".scrub").input_value(), page.locator(".go").inner_text()) == ("2", "Play")
    page.locator(".go").click()
    page.clock.run_for(5_000)  # past its end
    assert page.locator(".scrub").input_value() == page.locator(".scrub").get_attribute("max")
    assert page.locator(".go").inner_text() == "Play"


def test_a_small_curve_is_a_scrubber_too(file, opened):
    page = opened(file)
    curve = page.locator(".pane tr[data-field=hand_pos] svg").first
    curve.click(position={"x": curve.bounding_box()["width"] - 1, "y": 5})
    assert page.locator(".scrub").input_value() == page.locator(".scrub").get_attribute("max")


@pytest.mark.parametrize("by", ["mouse", "Enter", " "])
def test_a_kept_goal_of_the_map_is_played(file, opened, by):
    page = opened(file)
    failing = page.get_by_role("button", name="Play goal 4: not solved")
    assert page.locator(".map .kept").count() == 2
    if by == "mouse":
        failing.click()
    else:
        failing.focus()
        page.keyboard.press(by)
    assert (
        page.locator("select[aria-label='Episode 1'] option:checked").inner_text()
        == "best, held-out goal 4: not solved"
    )
    expect(page.locator(".scrub")).not_to_have_value("0")  # it goes by itself


def test_nothing_moves_by_itself_for_who_wants_it_still(file, opened):
    page = opened(file, reduced_motion="reduce")
    page.get_by_role("button", name="Play goal 4: not solved").click()
    assert page.locator(".go").inner_text() == "Play"
    moving = "style = getComputedStyle(one), style.transitionDuration !== '0s' || style.animationName !== 'none'"
    assert page.evaluate(f"let style; [...document.querySelectorAll('*')].filter(one => ({moving})).length") == 0


def test_a_candidate_is_opened_by_mouse_and_by_keyboard(file, opened):
    page = opened(file)
    page.locator("details.candidate summary").nth(1).click()
    one = page.locator("details.candidate").nth(1)
    assert one.locator("details > summary").all_inner_texts() == ["what it changed", "the whole code"]
    assert [words.strip("\n") for words in one.locator(".add").all_inner_texts()][1:] == [
        '+    """Candidate 1."""',
        "+        return [0.0, 0.1, 0.0, 0.0]",
    ]
    assert [words.strip("\n") for words in one.locator(".drop").all_inner_texts()][1:] == [
        '-    """Candidate 0."""',
        "-        return [0.0, 0.0, 0.0, 0.0]",
    ]
    page.keyboard.press("Tab")  # to what it changed
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert one.locator("details").nth(1).locator("pre").inner_text() == CODES[1]
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert (page.evaluate("document.activeElement.textContent"), page.evaluate(outline)) == ("the whole code", "solid")


def test_prompt_and_reply_are_shown_as_text(hostile, opened):
    page = opened(hostile)
    page.locator("details.candidate summary").nth(1).click()
    for words in ("what was asked", "what was answered"):
        page.locator("details.candidate[open] summary", has_text=words).click()
        pane = page.locator("details.candidate[open] details", has_text=words).locator("pre")
        assert pane.inner_text().startswith("<script>document.title='broken'</script>")


def test_two_episodes_are_chosen_and_move_together(file, opened):
    page = opened(file)
    page.get_by_label("side by side").check()
    page.get_by_label("Episode 1").select_option("best, held-out goal 4: not solved")
    page.get_by_label("Episode 2").select_option("candidate 0, held-out goal 4: not solved")
    page.locator(".scrub").focus()
    page.keyboard.press("ArrowRight")
    left, right = (moment(page.locator(".pane").nth(place)) for place in (0, 1))
    assert (left["state"], right["state"]) == ("t=1, line 4: not solved yet", "t=1, line 5: not solved yet")
    assert left["places"] == right["places"]


def test_any_two_candidates_stand_side_by_side(file, opened):
    page = opened(file)
    page.locator(".pair").scroll_into_view_if_needed()
    assert page.locator(".pair option:checked").all_inner_texts() == [
        "0, start: 0.20 [0.04, 0.62] (1/5)",
        "4, accepted, best: 1.00 [0.57, 1.00] (5/5)",
    ]
    page.get_by_label("Left candidate", exact=True).select_option(label="1, accepted: 0.60 [0.23, 0.88] (3/5)")
    page.get_by_label("Right candidate", exact=True).select_option(label="3, refused: 0.40 [0.12, 0.77] (2/5)")
    left, right = shown_code(page, 0), shown_code(page, 1)
    assert len(left) == len(right)
    assert [text for kind, text in left if kind == "line drop"] == [
        '    """Candidate 1."""',
        "        return [0.0, 0.1, 0.0, 0.0]",
    ]
    assert [text for kind, text in right if kind == "line add"] == [
        '    """Candidate 3."""',
        "        return [0.0, 0.3, 0.0, 0.0]",
    ]
    assert ["line", "    if observation:"] in left
    assert [text for kind, text in right if kind != "line none"] == CODES[3].split("\n")


def test_lines_are_matched_by_their_longest_common_subsequence(file, opened):
    page = opened(file)
    assert page.evaluate("aligned(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'y', 'd'])") == [
        ["a", "a"],
        ["b", None],
        [None, "x"],
        ["c", "c"],
        [None, "y"],
        ["d", "d"],
    ]
    assert page.evaluate("aligned([], ['a'])") == [[None, "a"]]


def test_several_runs_are_named_apart_and_led_to(several, opened):
    page = opened(several)
    assert page.locator("nav a").all_inner_texts() == ["a/0", "b/0"]
    rows = page.locator("section[aria-labelledby=comparison] table").first.locator("tbody tr")
    assert [row.locator("td").nth(3).inner_text() for row in rows.all()] == [
        "0.75 [0.47, 0.91] (9/12)",
        "0.33 [0.14, 0.61] (4/12)",
    ]
    assert page.locator(".multiples .curve").count() == 2
    page.locator("nav a").nth(1).click()
    assert page.url.endswith("#run-1")
    assert -1 < page.locator("#run-1 h2").bounding_box()["y"] < 200
    page.locator("#run-1 .scrub").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".scrub").evaluate_all("all => all.map(one => one.value)") == ["0", "1"]
    page.locator(".multiples [data-run='1'] [data-candidate='1']").click()
    assert page.locator("details.candidate[open]").evaluate_all("all => all.map(one => one.closest('article').id)") == [
        "run-1"
    ]


def test_an_address_opens_the_page_at_a_moment(file, opened):
    page = opened(f"{file}#play=1&beside=2&t=2&candidate=1")
    assert page.locator(".state").all_inner_texts() == ["t=2, line 5: not solved yet", "t=2, line 4: not solved yet"]
    assert page.locator("details.candidate[open]").get_attribute("data-candidate") == "1"


@pytest.mark.parametrize("place", ["#play=-9&t=x&candidate=99", "#run=7&play=1", "#play=<script>&beside=NaN&t=1e99"])
def test_an_address_that_makes_no_sense_does_no_harm(file, opened, place):
    page = opened(f"{file}{place}")
    assert page.locator(".state").first.inner_text().startswith("t=")


def test_nothing_of_a_hostile_run_acts_whatever_is_clicked(hostile, opened):
    page = opened(hostile)
    title = page.title()
    for _ in range(2):  # what opens holds more to open
        for summary in page.locator("summary:visible").all():
            if summary.evaluate("one => !one.parentNode.open"):
                summary.click()
    page.get_by_label("side by side").check()
    for choice in page.locator("select:visible").all():
        for value in choice.locator("option").evaluate_all("all => all.map(one => one.value)"):
            choice.select_option(value)
    for target in ("pre", "p", "dd", "td", "li", "h1", "h2", "h3", "figcaption", "svg", "circle", ".line", "button"):
        for element in page.locator(f"{target}:visible").all():
            element.click(force=True, position={"x": 1, "y": 1})
    for _ in range(30):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert title.startswith("<script>document.title='broken'</script>")
    assert (page.title(), page.url) == (title, hostile)
    assert page.evaluate("[document.scripts.length, document.images.length, frames.length, document.links.length]") == [
        2,
        2,
        0,
        0,
    ]
