"""What is printed: without control characters, in the terminal's encoding, to a place that may be full or gone."""

import io
import os
import subprocess
import sys

import pytest
from fake_runs import write_run
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from robotrace.cli import output
from robotrace.show import console as show

pytestmark = pytest.mark.slow

ESC = "a\x1b[31mb\x07\x9b2J\u202ec [red]d[/red] :smile:"
WRITTEN_OUT = "a\\x1b[31mb\\x07\\x9b2J\\u202ec [red]d[/red] :smile:"


def test_a_plain_text():
    assert output.shown(ESC) == WRITTEN_OUT
    assert output.shown("one\n\ttwo · é θ") == "one\n\ttwo · é θ"
    assert output.shown("half \ud83d") == "half \\ud83d"


@pytest.mark.parametrize("encoding", ["ascii", "no-such-encoding"])
def test_what_an_encoding_lacks_is_replaced(encoding):
    assert output.shown("a · b … é", encoding) == "a - b ~ ?"


@pytest.mark.parametrize("wrap", [str, Text, Panel, lambda text: Text("title ").append(text, style="bold")])
def test_no_renderable_lets_a_control_character_or_markup_through(capsys, wrap):
    output.print_rich(wrap(ESC), soft_wrap=True)
    printed = capsys.readouterr().out
    assert not set("\x1b\x07\x9b\u202e") & set(printed)
    assert WRITTEN_OUT.replace("\\x07", "") in printed.replace("\\x07", "")  # rich drops a bell by itself


def test_cells_and_headings_of_a_table_are_texts_too(capsys):
    table = Table(title=ESC)
    table.add_column(ESC)
    table.add_row(ESC)
    output.print_rich(table)
    assert "\x1b" not in capsys.readouterr().out


def test_code_is_shown_with_its_escapes_written_out(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    output.print_rich(show.code('x = "\x1b[2J"\n'), soft_wrap=True)
    printed = capsys.readouterr().out
    assert r"\x1b[2J" in printed
    assert "\x1b[2J" not in printed


def test_json_stays_json(capsys):
    output.print_json({"a": ESC, "b": [float("nan"), float("inf"), 1.5]})
    assert capsys.readouterr().out == (
        '{"a": "a\\u001b[31mb\\u0007\\u009b2J\\u202ec [red]d[/red] :smile:", "b": [null, null, 1.5]}\n'
    )


def test_standard_error_that_is_full_ends_nothing(monkeypatch):
    class Full(io.StringIO):
        encoding = "utf-8"

        def write(self, text):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    output.note("said to nobody")
    output.errors(quiet=False).print("neither this")


MAIN = [sys.executable, "-c", "from robotrace.cli import main; main()"]


def run(*arguments, **options):
    return subprocess.run([*MAIN, *arguments], check=False, text=True, timeout=120, **options)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["compare", "one", "two"], ["compare", "one", "two", "--json"], ["--help"]])
def test_a_full_standard_output_is_one_line_and_status_1(tmp_path, arguments):
    for name in ("one", "two"):
        write_run(tmp_path / name, [0, 5], final=(5, 5))
    with open("/dev/full", "w") as full:
        done = run(*arguments, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path)
    assert done.stderr == "robotrace: Standard output cannot be written: No space left on device.\n"
    assert done.returncode == 1


def test_a_reader_that_went_away_is_no_news(tmp_path):
    for name in ("one", "two"):
        write_run(tmp_path / name, [0, 5], final=(5, 5))
    reading, writing = os.pipe()
    os.close(reading)
    done = run("compare", "one", "two", stdout=writing, stderr=subprocess.PIPE, cwd=tmp_path)
    os.close(writing)
    assert (done.stderr, done.returncode) == ("", 1)


@pytest.mark.parametrize("arguments", [["compare", "one", "two"], ["eval", "nowhere·"], ["train", "--help"]])
def test_standard_output_in_ascii(tmp_path, arguments):
    for name in ("one", "two"):
        write_run(tmp_path / name, [0, 5], final=(5, 5), model="θ·m")
    done = run(*arguments, capture_output=True, cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert "Traceback" not in done.stderr
    assert (done.stdout + done.stderr).isascii()


def test_a_card_in_ascii(monkeypatch, tmp_path):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    output.print_rich(show.card(write_run(tmp_path / "run", [0, 5], final=(5, 5))))
    assert "macro control - success at any step - horizon 50 - seed 0" in stream.buffer.getvalue().decode("ascii")
