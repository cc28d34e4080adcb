"""Every guide does what it says: its blocks are run from top to bottom, in an empty folder, and what they print is compared.

The convention is in CONTRIBUTING. Where a guide asks a language model, a server on loopback answers with the guide's own replies;
where it prompts a student, one that knows some words.
"""

import contextlib
import doctest
import glob
import io
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from typer.testing import CliRunner

import robotrace.guides
from robotrace.cli import app
from robotrace.guides import NAMES, guide

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^(?:#!.*\n)?# (?P<name>[\w.-]+\.\w+)\n")
ELSEWHERE = ("pip", "sbatch", "ray", "export")  # needs a network, a cluster, or the reader's own key: shown, not run
LONGEST = 120  # lines
WIDTH = 80  # characters of a terminal


class Block(NamedTuple):
    kind: str
    body: str
    line: int


END = Block("text", "", 0)


def blocks_of(text):
    return [Block(it["kind"], it["body"], text.count("\n", 0, it.start()) + 1) for it in BLOCK.finditer(text)]


class Reader:
    """Somebody who copies a guide line by line."""

    def __init__(self, text, script):
        self.blocks = blocks_of(text)
        self.namespace = {"__name__": "guide"}
        self.script = script
        # A function's source is read back from its file: one script, whose lines are the guide's.
        lines = [""] * len(text.splitlines())
        for block in self.blocks:
            if block.kind == "python" and not FILE.match(block.body):
                body = block.body.splitlines()
                lines[block.line : block.line + len(body)] = body
        script.write_text("\n".join(lines) + "\n")

    def follow(self):
        printed = ""
        for block in [*self.blocks, END]:
            if block.kind == "reply":
                continue
            same(block.body if block.kind == "text" else "", printed, block.line)
            printed = ""
            if file := FILE.match(block.body):
                Path(file["name"]).write_text(block.body)
            elif block.kind == "python":
                printed = self.run(block)
            elif block.kind == "console":
                self.type(block)
            else:
                assert block.kind == "text", f"line {block.line}: a block of the unknown kind {block.kind!r}"

    def run(self, block):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            try:
                exec(compile("\n" * block.line + block.body, str(self.script), "exec"), self.namespace)
            except Exception as error:  # noqa: BLE001 - a guide shows the last line of what is raised
                print(f"{type(error).__module__}.{type(error).__qualname__}: {error}")  # noqa: T201
        return out.getvalue()

    def type(self, block):
        for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
            command, expected = re.match(r"((?:.*\\\n)*.*)\n?", part)[1], part
            expected = part[len(command) :].lstrip("\n")
            words = shlex.split(command.replace("\\\n", " "), comments=True)
            words = [one for word in words for one in (sorted(glob.glob(word)) if "*" in word else [word])]
            if words[0] not in ELSEWHERE:
                same(expected, shell(words), block.line)


def shell(words):
    """What a command prints."""
    match words:
        case ["robotrace", ("train" | "eval"), *_] if "--workers" not in words:
            return shell([*words, "--workers", "1"])  # the figures are the same, and no processes have to start
        case ["robotrace", *arguments]:
            return CliRunner().invoke(app, arguments).output
        case ["cat", file]:
            return Path(file).read_text()
        case ["python", file]:
            with contextlib.redirect_stdout(io.StringIO()) as out, mock.patch.object(sys, "argv", [file]):
                runpy.run_path(file, run_name="__main__")
            return out.getvalue()
        case ["env", *_]:
            path = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
            done = subprocess.run(words, env=path, text=True, capture_output=True, check=False)
            return done.stdout + done.stderr
    raise AssertionError(f"a guide shows an unknown command: {shlex.join(words)}")


def same(expected, found, line):
    def tidy(text):
        return "".join(f"{it.rstrip()}\n" for it in text.splitlines()) if text.strip() else ""

    expected, found = tidy(expected), tidy(found)
    if not doctest.OutputChecker().check_output(expected, found, doctest.ELLIPSIS):
        pytest.fail(f"line {line}: expected\n{expected}\nfound\n{found}", pytrace=False)


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_does_what_it_says(name, tmp_path, monkeypatch, openai_server, student_server):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    text = guide(name).text
    openai_server.script(*(block.body for block in blocks_of(text) if block.kind == "reply"))
    script = tmp_path / "guide.py"
    Reader(text, script).follow()
    assert not openai_server.left, "a reply that nobody asked for"


def test_all_guides_are_listed_and_none_is_missing():
    assert sorted(NAMES) == sorted(path.stem for path in (ROOT / "robotrace" / "guides").glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_short_and_leads_on(name):
    text = guide(name).text
    assert len(text.splitlines()) <= LONGEST
    assert text.startswith("# ")
    assert "robotrace guide " in text, "where to go on"
    typed = [line for block in blocks_of(text) if block.kind in ("python", "bash") for line in block.body.splitlines()]
    typed += re.findall(r"^\$ .*", text, re.MULTILINE)
    assert [line for line in typed if len(line) > WIDTH] == [], "it is copied from a terminal"
    known = set(re.findall(r"robotrace guide ([\w-]+)", text))
    assert known <= set(NAMES)


def test_the_pages_of_the_documentation_hold_each_guide():
    assert re.findall(r"^\.\. include:: (.*)\.md$", robotrace.guides.__doc__, re.MULTILINE) == list(NAMES)
    pages = re.search(r"addprefix robotrace.,(.*?)\)", (ROOT / "Makefile").read_text(), re.DOTALL)[1]
    pages = pages.replace("\\", "").split()
    rooms = re.findall(r"`robotrace\.([\w.]+)`", robotrace.__doc__)
    assert sorted(pages) == sorted({*rooms} - {"errors"})  # those come with the names of robotrace itself


def test_the_readme_leads_to_each_guide():
    readme = (ROOT / "README.md").read_text()
    linked = re.findall(r"^\| \[([\w-]+)\]\(robotrace/guides/([\w-]+)\.md\) \| ", readme, re.MULTILINE)
    assert linked == [(name, name) for name in NAMES]


def test_the_command_lists_and_shows_them():
    listed = CliRunner().invoke(app, ["guide"]).output
    assert [line.split()[0] for line in listed.splitlines()[1:]] == list(NAMES)
    assert CliRunner().invoke(app, ["guide", "pytorch"]).output == guide("pytorch").text
    wrong = CliRunner().invoke(app, ["guide", "pytroch"])
    assert (wrong.exit_code, wrong.output) == (2, "robotrace: Unknown guide 'pytroch'. Did you mean pytorch?\n")
