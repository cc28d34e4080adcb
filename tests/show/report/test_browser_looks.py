"""How the page looks and reads in a real browser: widths, contrast, print, and what assistive technology is told."""

import itertools
import re

import pytest

pytestmark = pytest.mark.slow

FAINT = """
() => {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = color;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, index) => a * part + (1 - a) * below[index]);
  const light = (color) => {
    const [r, g, b] = color.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const color = rgba(getComputedStyle(element).backgroundColor);
    if (color[3] === 1) return color.slice(0, 3);
    return over(color, element.parentElement ? behind(element.parentElement) : [255, 255, 255]);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Map();
  while (words.nextNode()) {
    const text = words.currentNode, element = text.parentElement;
    if (!text.textContent.trim() || !element.checkVisibility() || element.closest("script, title")) continue;
    const style = getComputedStyle(element), ground = behind(element);
    const ink = over(rgba(element.closest("svg") ? style.fill : style.color), ground);
    const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) found.set(`${element.tagName}.${element.className} ${contrast.toFixed(2)}`, text.textContent.slice(0, 30));
  }
  return [...found];
}
"""
CUT = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest("svg") && !one.matches(".unseen"))
  .filter((one) => getComputedStyle(one).overflow !== "visible")
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => `${one.tagName}.${one.className}`)
"""


FOCUSED = """
() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const shown = style.outlineStyle !== "none" || style.strokeWidth === "2px";
  return [one.tagName, one.getAttribute("class") ?? "", shown];
}
"""


def open_all(page):
    page.evaluate("() => document.querySelectorAll('details.candidate').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(50)  # what they hold is made when they are told so
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator(".pair").first.scroll_into_view_if_needed()
    page.wait_for_timeout(50)


@pytest.mark.parametrize("name", ["file", "several", "hostile"])
def test_it_fits_a_phone_a_tablet_and_a_screen(request, opened, name):
    page = opened(request.getfixturevalue(name))
    open_all(page)
    for width in (400, 800, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        for two in (False, True):
            page.locator(".two").first.set_checked(two)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, two)


def test_letters_of_the_curve_can_be_read_at_every_width(file, opened):
    page = opened(file)
    for width in (400, 600, 780, 1000, 1030, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        heights = page.locator("article .curve:visible text").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(heights) >= 12.5, width
        assert max(heights) <= 20, width


@pytest.mark.parametrize("name", ["file", "several", "hostile"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(request, opened, name, scheme):
    page = opened(request.getfixturevalue(name), color_scheme=scheme)
    open_all(page)
    page.locator(".two").first.check()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 22, 26)"}[scheme]
    assert page.evaluate(FAINT) == []


def test_on_paper_nothing_is_cut_off_and_nothing_is_to_be_pressed(file, opened):
    page = opened(file, width=718, color_scheme="dark")  # A4 without its margins
    page.locator("details.candidate summary").nth(1).click()
    page.emulate_media(media="print")
    assert page.locator("button:visible, select:visible, input:visible, nav:visible").count() == 0
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(FAINT) == []
    assert page.locator(".chosen:visible").all_inner_texts() == ["best, held-out goal 3: solved"]
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))
    assert 2 <= len(pages) <= 4


def test_every_control_has_a_name_and_every_picture_words(several, opened):
    page = opened(several)
    page.locator(".two").first.check()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "combobox", "checkbox", "slider", "link", "image", "img", "region", "table", "group", "figure"}
    told = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"] and node["role"]["value"] in roles - {"figure", "group"}
    ]
    assert [role for role, name in told if not name.strip()] == []
    assert {("slider", "Timestep"), ("button", "Play"), ("checkbox", "side by side"), ("combobox", "Episode 1")} <= set(
        told
    )
    assert ("image", "hand_pos over the episode") in told
    assert page.locator("img:not([alt])").count() == 0


@pytest.mark.parametrize("name", ["file", "several"])
def test_headings_are_in_order(request, opened, name):
    page = opened(request.getfixturevalue(name))
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_nothing_is_called_out_while_it_plays(file, opened):
    page = opened(file)
    assert page.locator("[aria-live], [role=status], [role=alert], output").count() == 0


def test_what_can_be_focused_shows_that_it_is(file, opened):
    page = opened(file)
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    names = [f"{tag.lower()}.{kind.split(' ')[0]}" for tag, kind, _ in seen]
    assert names[:8] == [
        "circle.dot",
        "circle.solved",
        "circle.failed",
        "button.go",
        "input.scrub",
        "input.two",
        "select.",
        "pre.code",
    ]
    assert "summary." in names
    assert [kind for _, kind, shown in seen if not shown] == []
