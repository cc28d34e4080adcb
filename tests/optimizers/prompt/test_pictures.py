from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from evidences import robot
from fake_openai import FakeOpenAI, fault, too_long

from robotrace.errors import RenderError
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.opto import Artifacts, Evidence, Pictures

DOTS = tuple(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC")
    + tail
    for tail in (b"1", b"2")
)
GOOD = "### variable: controller\n```python\ndef controller(observation):\n    return [0.0, 0.6, 0.2, 1.0]\n```\n"
SECTION = """# Pictures
With this text come 2 pictures of the run of case train 1, in this order. If you see none, they could not be sent. Seen from above.
- picture 1: t=0, the start
- picture 2: t=9, the end
"""
NO_IMAGES = "Invalid content type. image_url is only supported by certain models."


def never():
    raise AssertionError("nobody was to look")


def evidence(draw=lambda: DOTS) -> Evidence:
    """The best trial's outcomes all have pictures; those of the failing case that came furthest are to be shown."""
    start, best, *rest = robot().trials
    pictures = Pictures("Seen from above.", ["t=0, the start", "t=9, the end"], draw)
    others = [replace(it, artifacts=Artifacts(pictures=Pictures("", ["t=0"], never))) for it in best.outcomes]
    others[1] = replace(others[1], artifacts=Artifacts(pictures=pictures))
    return replace(robot(), trials=(start, replace(best, outcomes=tuple(others)), *rest))


def seeing(server: FakeOpenAI, **options) -> OptoPrime:
    chat = OpenAIChat("m-1", base_url=server.url, api_key="key", timeout=5.0, max_retries=0)
    return OptoPrime(chat=chat, **{"vision": True, **options})


def test_the_pictures_of_the_first_run_shown_come_after_the_words(openai_server):
    openai_server.script(GOOD)
    proposal = seeing(openai_server).propose(evidence())
    words, *images = openai_server.prompts[0]
    assert words == {"type": "text", "text": proposal.prompt}
    assert [image["type"] for image in images] == ["image_url", "image_url"]
    sent = [base64.b64decode(image["image_url"]["url"].removeprefix("data:image/png;base64,")) for image in images]
    assert tuple(sent) == DOTS
    assert proposal.pictures == DOTS
    assert SECTION in proposal.prompt
    assert proposal.notes == ()


@pytest.mark.parametrize("options", [{"view": "masked"}, {"reply": "json"}])
def test_they_go_with_every_view_and_form(options):
    prompt = OptoPrime(chat=ScriptedChat([]), vision=True, **options).prompt(evidence(never))
    assert SECTION in prompt


def test_nothing_is_drawn_and_no_word_is_said_without_vision(openai_server):
    openai_server.script(GOOD)
    proposal = seeing(openai_server, vision=False).propose(evidence(never))
    assert openai_server.prompts == [proposal.prompt]
    assert "picture" not in proposal.prompt
    assert proposal.prompt == OptoPrime(chat=ScriptedChat([])).prompt(robot())
    assert proposal.pictures == ()


def test_a_model_that_takes_none_is_asked_in_words_alone_from_then_on(openai_server):
    openai_server.script(fault(400, NO_IMAGES), GOOD, GOOD)
    optimizer = seeing(openai_server)
    first, second = optimizer.propose(evidence()), optimizer.propose(evidence())
    assert [type(prompt) for prompt in openai_server.prompts] == [list, str, str]
    assert openai_server.prompts[1] == first.prompt
    assert first.values == second.values == {"controller": GOOD.partition("python\n")[2].partition("\n```")[0]}
    [note] = first.notes
    assert note == second.notes[0]
    assert "does not take images, so they are left out" in note
    assert NO_IMAGES in note


def test_a_prompt_that_has_to_be_shorter_goes_without_them(openai_server):
    openai_server.script(too_long(8_000), GOOD)
    proposal = seeing(openai_server).propose(evidence())
    assert openai_server.prompts[1] == proposal.prompt
    assert "and went without its pictures" in proposal.notes[0]
    assert proposal.pictures == ()


def test_where_there_is_nothing_to_see_the_proposal_says_so(openai_server):
    openai_server.script(GOOD)
    proposal = seeing(openai_server).propose(robot())
    assert openai_server.prompts == [proposal.prompt]
    assert proposal.notes == ("There were no pictures to show.",)


def test_pictures_that_cannot_be_drawn_stop_the_call_before_it_is_paid_for(openai_server):
    def fail():
        raise RenderError("no screen")

    with pytest.raises(RenderError, match="no screen"):
        seeing(openai_server).propose(evidence(fail))
    assert openai_server.requests == []


def test_the_options_tell_of_vision():
    assert OptoPrime(chat=ScriptedChat([]), vision=True).options.vision is True
    assert OptoPrime(chat=ScriptedChat([])).options.vision is False
