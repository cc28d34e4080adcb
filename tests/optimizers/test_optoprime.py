from __future__ import annotations

import inspect

import pytest
from fake_openai import FakeOpenAI, cut, fault, hang, raw, reply
from graphs import REACH, rollout

from robotrace.errors import ModelError, OptionError
from robotrace.llm import OpenAIChat, Reply, ScriptedChat
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.opto import Candidate, Case, Declaration, Evidence, Optimizer, Outcome, Spend, Trial, Variable, Verdict

KEY = "sk-secret-0123456789"
GOOD = """The hand stops above the puck because line 6 keeps the gripper open.

### variable: controller
```python
def controller(observation):
    \"\"\"Return [x, y, z, grip].\"\"\"
    hand, puck = observation["hand"], observation["puck"]
    if abs(hand - puck)[:2].max() > 0.02:
        return [puck[0], puck[1], 0.2, -1.0]
    return [puck[0], puck[1], 0.02, 1.0]
```
"""
CODE = GOOD.partition("```python\n")[2].partition("\n```")[0]


def evidence() -> Evidence:
    values = {"controller": REACH}
    seen = Outcome(Case("train", 0), False, 4.0, "The puck never moved.", rollout(10))
    start = Trial(0, Verdict.START, "", None, Candidate(values, REACH), (seen,))
    return Evidence("Push the puck.", (Variable("controller", "code", REACH),), (start,))


def prime_at(server: FakeOpenAI, **options) -> OptoPrime:
    chat = OpenAIChat("m-1", base_url=server.url, api_key=KEY, timeout=5.0, max_retries=0)
    return OptoPrime(chat=chat, **options)


def test_a_good_reply_is_a_proposal(openai_server):
    openai_server.script(GOOD)
    optimizer = prime_at(openai_server)
    proposal = optimizer.propose(evidence())
    assert proposal.values == {"controller": CODE}
    assert proposal.reason == "The hand stops above the puck because line 6 keeps the gripper open."
    assert proposal.reply == GOOD
    assert proposal.refusal is None
    assert proposal.spend == Spend(1, 100, len(GOOD) // 4, usd=None)


def test_the_prompt_that_is_kept_is_the_one_that_was_sent(openai_server):
    openai_server.script(GOOD)
    proposal = prime_at(openai_server).propose(evidence())
    assert openai_server.prompts == [proposal.prompt]
    assert "Push the puck." in proposal.prompt


def test_it_is_an_optimizer_with_a_name_and_a_model(openai_server):
    optimizer = prime_at(openai_server)
    assert isinstance(optimizer, Optimizer)
    assert (optimizer.name, optimizer.model) == ("optoprime", "m-1")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply(None), "The reply was empty."),
        (reply(GOOD, finish_reason="length"), "cut off at the model's length limit"),
        (reply(GOOD, finish_reason="content_filter"), "content filter stopped the reply"),
        (reply(None, refusal="I would rather not."), "The model declined to answer: I would rather not."),
        ("I'm sorry, I can't do that.", "no fenced block"),
        (GOOD.rstrip()[:-4], "has no end"),
        (GOOD + GOOD, "two blocks for 'controller'"),
        (GOOD.replace("variable: controller", "variable: policy"), "'policy', which is no variable"),
        (GOOD.replace("def controller(", "def act("), "does not define the function 'controller'"),
        ("x" * 2_000_000, "more than 200,000 are not read"),
    ],
)
def test_what_cannot_be_used_is_a_refusal_that_keeps_reply_and_spend(openai_server, answer, said):
    openai_server.script(answer)
    proposal = prime_at(openai_server).propose(evidence())
    assert proposal.values == {}
    assert said in str(proposal.refusal)
    assert proposal.spend.calls == 1
    assert proposal.spend.prompt_tokens == 100
    assert proposal.prompt == openai_server.prompts[0]


@pytest.mark.parametrize("answer", [fault(500), fault(401), cut(), raw("<html>")])
def test_an_endpoint_that_fails_is_a_model_error(openai_server, answer):
    openai_server.script(answer)
    with pytest.raises(ModelError):
        prime_at(openai_server).propose(evidence())


def test_a_hanging_endpoint_is_a_model_error(openai_server):
    openai_server.script(hang())
    chat = OpenAIChat("m-1", base_url=openai_server.url, api_key=KEY, timeout=0.2, max_retries=0)
    with pytest.raises(ModelError, match="did not answer"):
        OptoPrime(chat=chat).propose(evidence())


def test_after_a_fault_the_next_call_goes_on(openai_server):
    openai_server.script(fault(500), GOOD)
    optimizer = prime_at(openai_server)
    with pytest.raises(ModelError):
        optimizer.propose(evidence())
    assert optimizer.propose(evidence()).values == {"controller": CODE}


def test_the_same_evidence_is_asked_about_in_the_same_words(openai_server):
    openai_server.script(GOOD, GOOD)
    optimizer = prime_at(openai_server)
    optimizer.propose(evidence())
    optimizer.propose(evidence())
    assert openai_server.prompts[0] == openai_server.prompts[1]


def test_the_key_is_in_no_prompt(openai_server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    openai_server.script(GOOD)
    proposal = prime_at(openai_server).propose(evidence())
    assert KEY not in proposal.prompt + repr(proposal)


def test_its_own_context_stands_beside_that_of_the_evidence(openai_server):
    openai_server.script(GOOD)
    prompt = prime_at(openai_server, context="Be gentle.").propose(evidence()).prompt
    assert "Push the puck.\n\nBe gentle." in prompt


def test_the_model_comes_from_the_environment(openai_server, monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "m-2")
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.url)
    openai_server.script(GOOD)
    OptoPrime(temperature=0.5).propose(evidence())
    assert openai_server.requests[0]["model"] == "m-2"
    assert openai_server.requests[0]["temperature"] == 0.5


def test_without_a_model_it_says_what_to_set(monkeypatch):
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    with pytest.raises(ModelError, match="--model"):
        OptoPrime()


@pytest.mark.parametrize(
    "options",
    [
        {"view": "half"},
        {"memory": -1},
        {"model": "m"},
        {"temperature": 1.0},
        {"reasoning_effort": "low"},
        {"timeout": 9.0},
    ],
)
def test_unusable_options_are_refused(options):
    with pytest.raises(OptionError):
        OptoPrime(chat=ScriptedChat([]), **options)


def test_a_refusal_without_a_count_of_tokens_is_told_all_the_same():
    optimizer = OptoPrime(chat=ScriptedChat([Reply(GOOD, finish_reason="length")]))
    assert "length limit; nothing" in str(optimizer.propose(evidence()).refusal)


def test_its_options_are_what_decides_the_question():
    assert Declaration.of(OptoPrime(chat=ScriptedChat([]), view="masked")).options == {
        "context": "",
        "samples": 1,
        "prompt_tokens": 6_000,
        "temperature": None,
        "reasoning_effort": None,
        "memory": 5,
        "view": "masked",
        "reply": "fences",
        "vision": False,
    }


def test_it_says_what_it_is():
    said = Declaration.of(OptoPrime(chat=ScriptedChat([]), vision=True))
    assert (said.feedback, said.needs_trace, said.needs_camera) == ("facts", True, True)
    assert (said.model, said.asks_a_model, said.priced) == ("scripted", True, False)
    assert Declaration.of(OptoPrime(chat=ScriptedChat([]))).needs_camera is False


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"memry": 3}, "OptoPrime has no option 'memry': did you mean memory?"),
        ({"budget": 3}, "OptoPrime has no option 'budget': it has chat, context, memory, model, prompt_tokens, "),
        ({"prompt_tokens": 0}, "prompt_tokens must be 1 or more, found 0."),
        ({"samples": 1.5}, "samples must be 1 or more, found 1.5."),
        ({"vision": "yes"}, "vision must be bool, found 'yes'."),
        ({"view": "half"}, "view must be one of folded, masked, full, found 'half'."),
    ],
)
def test_what_is_no_option_is_refused_with_the_nearest(options, words):
    with pytest.raises(OptionError) as caught:
        OptoPrime(chat=ScriptedChat([]), **options)
    assert str(caught.value).startswith(words)


def test_help_lists_the_options_with_their_defaults():
    known = inspect.signature(OptoPrime).parameters
    assert (known["memory"].default, known["view"].default, known["model"].default) == (5, "folded", None)
    assert list(known)[:2] == ["parameters", "model"]


def test_a_subclass_with_options_of_its_own_is_held_to_them():
    class Polite(OptoPrime):
        """Says please."""

        def __init__(self, *, please="please", **options):
            super().__init__(**options)
            self.please = please

    assert {"please", "memory", "chat"} <= inspect.signature(Polite).parameters.keys()
    assert Polite(chat=ScriptedChat([]), please="pray", memory=2).options.memory == 2
    with pytest.raises(OptionError, match="Polite has no option 'pleas': did you mean please"):
        Polite(chat=ScriptedChat([]), pleas="")
