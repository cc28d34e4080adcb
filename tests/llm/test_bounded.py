from __future__ import annotations

import gzip
import resource
import threading
import time
import zlib

import pytest
from fake_openai import Answer, FakeOpenAI, dripping, packed, reply

from robotrace.errors import ModelError, OptionError
from robotrace.llm import Message, OpenAIChat

pytestmark = pytest.mark.slow

ASK = [Message("user", "hello")]


@pytest.fixture(autouse=True)
def no_prices_of_ones_own(monkeypatch, tmp_path):
    monkeypatch.delenv("ROBOTRACE_PRICES", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def chat_at(server: FakeOpenAI, **options) -> OpenAIChat:
    settings = {"max_retries": 0, "timeout": 5.0, "api_key": "sk-1234567"} | options
    return OpenAIChat("m-1", base_url=server.url, **settings)


def bomb(size: int) -> bytes:
    """A gzip file of zeros, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1_000_000)
    return b"".join(packer.compress(piece) for _ in range(size // len(piece))) + packer.flush()


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "gzip"), (gzip.compress, "x-gzip"), (zlib.compress, "deflate")]
)
def test_a_packed_reply_is_read(openai_server, pack, name):
    openai_server.script(packed(pack(reply("ä" * 5_000).body), name))
    assert chat_at(openai_server).chat(ASK).text == "ä" * 5_000


def test_a_reply_that_unpacks_to_much_more_is_given_up_within_bounds(openai_server):
    openai_server.script(packed(bomb(400_000_000)), "never asked")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kB
    with pytest.raises(ModelError) as caught:
        chat_at(openai_server, max_retries=3).chat(ASK)
    assert f"{openai_server.url}) sent an answer that has more than 16 MB, which is no chat completion." in str(
        caught.value
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert len(openai_server.requests) == 1  # it would be the same again


def test_an_error_and_a_plain_answer_are_bounded_as_well(openai_server):
    openai_server.script(
        Answer(bomb(20_000_000), 400, {"content-encoding": "gzip"}),
        Answer(b" " * 17_000_000),
        Answer(b"[" * 17_000_000, 500),
    )
    for _ in range(3):
        with pytest.raises(ModelError, match="more than 16 MB"):
            chat_at(openai_server).chat(ASK)


@pytest.mark.parametrize(
    ("body", "packing", "said"),
    [
        (b"no gzip at all", "gzip", "packed wrongly"),
        (b"\x8b\x02\x80", "br", "packed as 'br', which was not asked for"),
    ],
)
def test_what_cannot_be_unpacked_is_an_error(openai_server, body, packing, said):
    openai_server.script(packed(body, packing))
    with pytest.raises(ModelError, match=said):
        chat_at(openai_server).chat(ASK)


def test_a_redirect_is_followed_with_its_body_bounded(openai_server):
    moved = {"location": f"{openai_server.url}/chat/completions", "content-encoding": "gzip"}
    openai_server.script(Answer(gzip.compress(b"moved"), 307, moved), "here", Answer(bomb(20_000_000), 307, moved))
    assert chat_at(openai_server).chat(ASK).text == "here"
    with pytest.raises(ModelError, match="more than 16 MB"):
        chat_at(openai_server).chat(ASK)


@pytest.mark.parametrize("part", ["body", "head"])
def test_an_answer_that_trickles_in_is_given_up_after_the_total(openai_server, part):
    openai_server.script(dripping(part, 0.02), "never asked")
    begin = time.monotonic()
    with pytest.raises(ModelError) as caught:
        chat_at(openai_server, timeout=5.0, total=0.6, max_retries=3).chat(ASK)
    assert "was still sending after 0.6 s, the longest that one answer may take." in str(caught.value)
    assert time.monotonic() - begin < 5.0
    assert len(openai_server.requests) == 1


def test_the_thread_of_an_answer_that_was_given_up_ends(openai_server):
    openai_server.script(dripping("body", 0.02))
    with pytest.raises(ModelError):
        chat_at(openai_server, total=0.3).chat(ASK)
    left = [thread for thread in threading.enumerate() if thread.name == "robotrace-answer"]
    for thread in left:
        thread.join(10.0)
    assert not any(thread.is_alive() for thread in left)


def test_the_total_is_ten_times_the_silence_by_default(openai_server):
    openai_server.script(dripping("body", 0.02))
    with pytest.raises(ModelError, match=r"still sending after 3 s"):
        chat_at(openai_server, timeout=0.3).chat(ASK)


def test_a_slow_answer_within_the_total_is_read(openai_server):
    openai_server.script(Answer(reply("a").body, drip="body", pause=0.001))
    assert chat_at(openai_server, timeout=5.0, total=20.0).chat(ASK).text == "a"


@pytest.mark.parametrize("total", [0.0, -1.0, float("inf"), float("nan")])
def test_a_total_that_is_no_time_is_refused(openai_server, total):
    with pytest.raises(OptionError, match="total must be a number of seconds above 0"):
        chat_at(openai_server, total=total)


def test_deep_json_is_no_completion(openai_server):
    openai_server.script(Answer(b"[" * 200_000))
    with pytest.raises(ModelError, match="no chat completion"):
        chat_at(openai_server).chat(ASK)
