"""`robotrace watch` and `train --watch`, as they are called, with a page that asks over HTTP."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser

import filmed
import pytest
from fake_runs import write_run
from typer.testing import CliRunner

from robotrace.cli import app
from robotrace.cli.watch import open_page

TASK = f"{filmed.__file__}:FilmedPoint"


def state(url, seen=""):
    with urllib.request.urlopen(f"{url}state?seen={seen}", timeout=10) as answer:
        return json.load(answer)


@pytest.mark.slow
def test_a_run_is_served_until_it_is_told_to_stop(tmp_path):
    write_run(tmp_path / "run", [1], final=(3, 5))
    # Ctrl-C reaches it even where these tests were started with SIGINT ignored, as by nohup or in a script's background.
    script = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from robotrace.cli import main; main()"
    command = [sys.executable, "-c", script]
    served = subprocess.Popen(
        [*command, "watch", str(tmp_path / "run"), "--no-open", "--no-play"],
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        url = served.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        assert state(url)["words"] == "The run has ended: all iterations done."
        served.send_signal(signal.SIGINT)
        assert served.wait(20) == 0
    finally:
        served.kill()
        served.wait()
        served.stdout.close()
    with pytest.raises(urllib.error.URLError):
        state(url)


def test_a_folder_without_a_run_is_refused(tmp_path):
    found = CliRunner().invoke(app, ["watch", str(tmp_path)])
    assert found.exit_code == 1
    assert "is not a run folder" in found.output


def test_a_port_that_is_taken_is_named(tmp_path):
    write_run(tmp_path / "run", [1])
    from robotrace.results import RunFolder
    from robotrace.show.report.live import LivePage

    with LivePage(RunFolder(tmp_path)) as other:
        port = other.url.split(":")[2].split("/")[0]
        found = CliRunner().invoke(app, ["watch", str(tmp_path / "run"), "--port", port])
    assert found.exit_code == 2
    assert f"--port {port} cannot be used: Address already in use." in found.output


@pytest.mark.slow
@pytest.mark.usefixtures("without_ink")
def test_training_opens_its_page_which_is_told_of_the_end(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    heard, addresses = [], []

    def follow(url):
        seen = ""
        while not heard or "ended" not in heard[-1]:
            found = state(url, seen)
            seen = found["seen"]
            heard.append(found["words"])
            time.sleep(0.02)

    def opened(url):
        addresses.append(url)
        threading.Thread(target=follow, args=(url,), daemon=True).start()

    monkeypatch.setattr("robotrace.cli.watch.open_page", opened)
    told = [
        "--optimizer",
        "tune",
        "--iterations",
        "1",
        "--goals",
        "2",
        "--heldout",
        "2",
        "--workers",
        "1",
        "--run",
        "run",
    ]
    (tmp_path / "mine.py").write_text(
        "import robotrace as rt\n\nGAIN = rt.node(0.5, trainable=True, name='GAIN', bounds=(0.0, 2.0))\n\n\n"
        "@rt.bundle\ndef controller(observation):\n    x, y, z = observation['goal_pos']\n    return [GAIN * x, y, z, 0.0]\n"
    )
    found = CliRunner().invoke(app, ["train", TASK, "--policy", "./mine.py", *told, "--watch"])
    assert found.exit_code == 0, found.output
    assert f"watch it: {addresses[0]}" in found.output
    assert heard[0] == "Waiting for the run run to begin."
    assert heard[-1].startswith("The run has ended: ")
    with pytest.raises(urllib.error.URLError):
        state(addresses[0])


def test_without_a_screen_no_browser_is_opened(monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    open_page("http://127.0.0.1/")
    assert opened == ([] if sys.platform == "linux" else ["http://127.0.0.1/"])
    monkeypatch.setitem(os.environ, "DISPLAY", ":0")
    open_page("http://127.0.0.1/a")
    assert opened[-1] == "http://127.0.0.1/a"
