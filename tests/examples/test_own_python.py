"""Programs as their users write them, stepped without trust: what a model wrote runs locked, what is the user's stays at home.

The model's replies are scripted.
"""

from __future__ import annotations

import asyncio
import copy
import re

import robotrace as rt

WORDS = re.compile(r"[a-z]+")
LIMIT = 3


def language_model(prompt):
    """Stands for a client of the user's own model."""
    return f"hello {prompt[-5:]}"


def shout(text):
    return text.upper() + "!"


class Greeter(rt.Module):
    """A prompt, a method that may change and uses a constant, and a model."""

    def __init__(self):
        self.prompt = rt.node("Greet the user.", trainable=True, name="prompt")

    @rt.bundle(trainable=True)
    def decide(self, text):
        """Name the language of the text."""
        return "en" if WORDS.match(text) else "es"

    def __call__(self, text):
        return rt.bundle(language_model)(self.prompt + " in " + self.decide(text) + ": " + text)


def test_an_agents_prompt_changes_and_its_copy_does_not(step):
    first = Greeter()
    second = copy.deepcopy(first)
    first("hola Ana").backward("use the name")
    assert step(first.parameters(), prompt="Greet the user by name.").refusal is None
    assert first.prompt.data == "Greet the user by name."
    assert second.prompt.data == "Greet the user."


def test_an_agents_method_still_has_the_users_constants(step):
    agent, other = Greeter(), Greeter()
    agent("hola Ana").backward("it is Spanish")
    code = """
        def decide(self, text):
            return "es" if WORDS.match(text).group() == "hola" else "en"
        """
    assert step(agent.parameters(), **{"Greeter.decide": code}).refusal is None
    assert [agent.decide(text).data for text in ("hola Ana", "hello Ana")] == ["es", "en"]
    assert other.decide("hola Ana").data == "en"


def test_two_functions_change_what_they_pass_between_them(step):
    @rt.bundle(trainable=True)
    def make(question):
        return "q: " + question

    @rt.bundle(trainable=True)
    def use(message):
        return message.upper()

    use(make("hi")).backward("pass a dict between the two")
    values = {
        "make": 'def make(question):\n    return {"q": question}',
        "use": 'def use(message):\n    return message["q"].upper()',
    }
    assert step([*make.parameters(), *use.parameters()], **values).refusal is None
    assert use(make("hi")).data == "HI"


def test_new_code_uses_helpers_constants_and_clients_as_the_old_could(step):
    sent = []

    def client(prompt, *, temperature=0.0):
        sent.append((prompt, temperature))
        return f"echo {prompt}"

    @rt.bundle(trainable=True)
    def answer(text):
        return client(shout(text)[:LIMIT])

    answer("hello").backward("ask twice")
    code = """
        def answer(text):
            first = client(shout(text), temperature=0.5)
            return client(first)[:LIMIT]
        """
    assert step(answer.parameters(), answer=code).refusal is None
    assert sent == [("HEL", 0.0)]
    assert answer("hello").data == "ech"
    assert sent[1:] == [("HELLO!", 0.5), ("echo HELLO!", 0.0)]


def test_what_new_code_changes_in_place_is_changed_at_home(step):
    class Diary(rt.Module):
        def __init__(self):
            self.lines = []

        @rt.bundle(trainable=True)
        def note(self, book, word):
            self.lines.append(word)
            book["words"] = len(self.lines)

    diary, book = Diary(), {}
    diary.note(book, "a").backward("keep more")
    code = """
        def note(self, book, word):
            self.lines.extend([word, word])
            self.last = word
            book["words"] = len(self.lines)
        """
    assert step(diary.parameters(), **{"Diary.note": code}).refusal is None
    assert diary.lines == ["a"]
    diary.note(book, "b")
    assert diary.lines == ["a", "b", "b"]
    assert diary.last == "b"
    assert book == {"words": 3}


def test_async_methods_run_side_by_side(step):
    class Client(rt.Module):
        async def ask(self, text):
            await asyncio.sleep(0)
            return text + "#"

        @rt.bundle(trainable=True)
        async def act(self, text):
            return await self.ask(text)

    async def all_of(client):
        return await asyncio.gather(*(client.act(text) for text in "abc"))

    client = Client()
    outputs = asyncio.run(all_of(client))
    rt.backward(outputs, ["twice", "twice", "good"])
    code = """
        async def act(self, text):
            return await self.ask(await self.ask(text))
        """
    assert step(client.parameters(), **{"Client.act": code}).refusal is None
    assert [output.data for output in asyncio.run(all_of(client))] == ["a##", "b##", "c##"]


def test_a_generator_is_read_item_by_item(step):
    @rt.bundle(trainable=True)
    def words(text):
        yield from text.split()

    _, second = words("a b")
    second.backward("the other way round")
    code = """
        def words(text):
            yield from reversed(text.split())
        """
    assert step(words.parameters(), words=code).refusal is None
    assert [word.data for word in words("a b c")] == ["c", "b", "a"]


def test_a_subclass_calls_what_it_inherits(step):
    class Base(rt.Module):
        factor = 10

        @rt.bundle(trainable=True)
        def scale(self, x):
            return self.factor * x

    class Twice(Base):
        @property
        def offset(self):
            return 1

        @rt.bundle(trainable=True)
        def scale(self, x):
            return super().scale(x)

    twice = Twice()
    twice.scale(2).backward("more")
    code = """
        def scale(self, x):
            return 2 * super().scale(x) + self.offset
        """
    assert step(twice.parameters(), **{"Twice.scale": code}).refusal is None
    assert twice.scale(3).data == 61


def test_modules_in_a_module_change_together(step):
    class Retriever(rt.Module):
        @rt.bundle(trainable=True)
        def search(self, query):
            return [query]

    class Agent(rt.Module):
        def __init__(self):
            self.retriever = Retriever()
            self.prompts = [rt.node("a", trainable=True, name="first"), rt.node("b", trainable=True, name="second")]

        @rt.bundle(trainable=True)
        def answer(self, hits, prompt):
            return f"{prompt}: {len(hits)}"

        def __call__(self, query):
            return self.answer(self.retriever.search(query), self.prompts[0] + self.prompts[1])

    agent = Agent()
    assert [name for name, _ in agent.named_parameters()] == ["retriever.search", "prompts.0", "prompts.1", "answer"]
    agent("x").backward("search twice")
    values = {
        "Retriever.search": "def search(self, query):\n    return [query, query + '?']",
        "Agent.answer": (
            "def answer(self, hits, prompt):\n    more = self.retriever.search(prompt)\n"
            "    return f'{prompt}: {len(hits) + len(more)}'"
        ),
        "second": "c",
    }
    assert step(agent.parameters(), **values).refusal is None
    assert agent("x").data == "ac: 4"
