"""The page: what stands in it, and that nothing of a run gets out of its place."""

import json
import re
from html.parser import HTMLParser

import pytest
from fake_runs import write_run
from hostile import ATTACKS, EVIL, hostile_plays, hostile_run

from robotrace.show.report.episodes import coloured
from robotrace.show.report.page import Shown, page
from robotrace.show.report.safe import bounded, clean, data_block


class Tags(HTMLParser):
    """The tags of a page with their attributes, and what stands in its scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.scripts, self._inside = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "script"

    def handle_data(self, data):
        if self._inside:
            self.scripts.append(data)
            self._inside = False


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    run, _ = hostile_run(tmp_path_factory.mktemp("runs") / "run")
    return page([Shown(run, hostile_plays(run), notes=[EVIL])])


def test_nothing_of_a_run_becomes_markup(hostile):
    found = Tags(hostile)
    assert [name for name, _ in found.tags].count("script") == 2
    assert [attrs for name, attrs in found.tags if any(key.startswith("on") for key in attrs)] == []
    assert [attrs for _, attrs in found.tags for key in ("href", "src") if key in attrs] == []
    assert not re.search(r"<script>document|<img src=x", hostile)
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", hostile)[0]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", hostile)


def test_the_data_are_read_back_as_they_were(hostile):
    data = json.loads(Tags(hostile).scripts[0])
    [run] = data["runs"]
    assert run["candidates"][1]["reply"] == clean(EVIL)
    assert ATTACKS[0] in run["candidates"][1]["code"]
    assert [play["title"] for play in run["plays"]] == [
        "best, held-out goal 0: solved",
        "best, held-out goal 1: not solved",
    ]
    assert run["plays"][0]["pictures"][0][1].startswith("data:image/webp;base64,")


def test_the_policy_lets_run_the_one_script_by_its_hash(hostile):
    [policy] = [attrs["content"] for name, attrs in Tags(hostile).tags if attrs.get("http-equiv")]
    assert re.fullmatch(
        r"default-src 'none'; img-src data:; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; base-uri 'none'; "
        r"form-action 'none'",
        policy,
    )


def test_the_top_says_what_was_trained_and_how_well(tmp_path):
    run = write_run(
        tmp_path / "run", [1, 3, None, 5], heldout={1: (10, 50)}, final=(48, 50), model="m", tokens=100, usd=0.01
    )
    text = page([Shown(run)])
    assert "<b>0.96</b> [0.87, 0.99] (48/50)" in text
    assert "induce: hints feedback (the expert&#39;s targets), m" in text
    assert "48 solved" in text
    assert text.count('class="candidate"') == 4
    assert "the reply names no parameter" in text or "refused" in text
    assert "Comparison" not in text


def test_several_runs_are_compared(tmp_path):
    runs = [
        write_run(tmp_path / name, [1, 5], final=(solved, 50), optimizer=name)
        for name, solved in (("a", 48), ("b", 30))
    ]
    text = page([Shown(run) for run in runs])
    assert '<h2 id="comparison">Comparison</h2>' in text
    assert "0.60 [0.46, 0.72] (30/50)" in text
    assert "The same held-out goals" in text
    assert text.count('<article class="run"') == 2


def test_three_hundred_candidates_stay_below_five_megabytes(tmp_path):
    run, _ = hostile_run(tmp_path / "run", n=300)
    assert len(page([Shown(run)])) < 5_000_000


def test_data_end_no_block():
    assert data_block({"a": "</script>&\u2028", "b": [float("nan")]}) == (
        '{"a":"\\u003c/script\\u003e\\u0026\\u2028","b":[null]}'
    )


def test_texts_are_bounded():
    assert bounded("abc", 3) == "abc"
    assert bounded("a" * 90 + "b" * 30, 30) == "a" * 20 + "\n[... 90 characters left out ...]\n" + "b" * 10


def test_code_is_coloured_line_by_line():
    text = 'def f(x):\r\n    """A\n    b."""\n    return 1  # why'
    lines = coloured(text)
    assert ["".join(piece for _, piece in line) for line in lines] == [
        "def f(x):",
        '    """A',
        '    b."""',
        "    return 1  # why",
    ]
    assert lines[0][0] == ["k", "def"]
    assert lines[3][-1] == ["c", "# why"]
