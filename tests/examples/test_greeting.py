"""The greeting agent: prompts and functions of one object are trained together. All replies of both models are scripted."""

from __future__ import annotations

import robotrace as rt
from robotrace.llm import OpenAIChat, ScriptedChat

DECIDE = """
    def decide_language(self, response):
        return "en" if "English" in response else "es"
    """
GREET = """
    def greet(self, language, name):
        word = {"en": "Hello", "es": "Hola"}[language]
        return f"{word}, {name}!"
    """


def call_llm(system, instruction, query):
    """Stands for the client of the user's own model."""
    if "language" in instruction:
        return "This is English." if "Hello" in query or "English" in query else "This is Spanish."
    name = query.rpartition(" ")[2].strip(".")
    return name if "only" in instruction else f"The customer is called {name}."


def test_two_functions_and_a_prompt_change_in_one_step(program, reply):
    values = {"Agent.decide_language": DECIDE, "Agent.greet": GREET, "extract": "Answer with the name only."}
    agent = program("greeting").train(ScriptedChat([reply("Both ends.", **values)]), call_llm)
    assert agent("Hello, I'm John.").data == "Hello, John!"
    assert agent("Hola, soy Ana.").data == "Hola, Ana!"
    assert agent.extract.data == "Answer with the name only."
    assert agent.language.data == "Decide the language."


def test_the_model_sees_what_each_call_came_to_and_what_was_said(program, reply, prompts):
    chat = ScriptedChat([reply("Greet.", **{"Agent.decide_language": DECIDE, "Agent.greet": GREET})])
    program("greeting").train(chat, call_llm)
    (prompt,) = prompts(chat)
    assert "The customer is called John." in prompt
    assert "Hola, The customer is called John.!" in prompt
    assert "Incorrect" in prompt
    assert "Decide the language." in prompt


def test_what_raises_in_the_agent_is_the_next_feedback(program, reply, prompts):
    french = 'def decide_language(self, response):\n    return "fr"'
    chat = ScriptedChat(
        [
            reply("A table.", **{"Agent.decide_language": french, "Agent.greet": GREET}),
            reply("The table needs a key.", **{"Agent.decide_language": DECIDE}),
        ]
    )
    agent = program("greeting").train(chat, call_llm)
    assert "KeyError: 'fr'" in prompts(chat)[1]
    assert '-->   2 |     word = {"en": "Hello", "es": "Hola"}[language]' in prompts(chat)[1]
    assert agent("Hola, soy Ana.").data == "Hola, The customer is called Ana.!"


def test_code_may_reach_its_object_and_the_model_through_it(program, reply):
    asking = """
        def decide_language(self, response):
            said = self.call_llm(self.system_prompt, "Decide the language.", response)
            return "es" if "Spanish" in said else "en"
        """
    asked = []

    def noting(system, instruction, query):
        asked.append((system, query))
        return call_llm(system, instruction, query)

    chat = ScriptedChat([reply("Ask again.", **{"Agent.decide_language": asking, "Agent.greet": GREET})])
    agent = program("greeting").train(chat, noting)
    assert agent("Hello, I'm Eve.").data == "Hello, The customer is called Eve.!"
    assert ("You are a sales assistant.", "This is English.") in asked


def test_a_model_behind_an_endpoint_does_as_well(program, reply, openai_server):
    openai_server.script(reply("Both ends.", **{"Agent.decide_language": DECIDE, "Agent.greet": GREET}))
    chat = OpenAIChat("m-1", base_url=openai_server.url, api_key="sk-local")
    agent = program("greeting").train(chat, call_llm)
    assert agent("Hola, soy Ana.").data == "Hola, The customer is called Ana.!"


def test_the_trained_agent_is_plain_python_without_robotrace(program, reply):
    values = {"Agent.decide_language": DECIDE, "Agent.greet": GREET, "extract": "Answer with the name only."}
    trained = program("greeting").train(ScriptedChat([reply("Both ends.", **values)]), call_llm)
    source = rt.export(trained)
    assert "robotrace" not in source
    assert "rt." not in source
    written = {}
    exec(source, written)
    assert written["Agent"]("You are a sales assistant.", call_llm)("Hola, soy Ana.") == "Hola, Ana!"
