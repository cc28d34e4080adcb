"""A sales agent that greets in the customer's language: two instructions and two functions are trained together."""

import robotrace as rt


class Agent(rt.Module):
    """Greets a customer."""

    def __init__(self, system_prompt, call_llm):
        self.system_prompt = system_prompt
        self.call_llm = rt.bundle(call_llm)
        self.language = rt.node("Decide the language.", trainable=True, name="language")
        self.extract = rt.node("Extract the name, if there is one.", trainable=True, name="extract")

    def __call__(self, query):
        language = self.decide_language(self.call_llm(self.system_prompt, self.language, query))
        return self.greet(language, self.call_llm(self.system_prompt, self.extract, query))

    @rt.bundle(trainable=True)
    def decide_language(self, response):
        """The language as a code, "en" or "es"."""

    @rt.bundle(trainable=True)
    def greet(self, language, name):
        """A greeting in the language."""
        return f"Hola, {name}!"


def judge(greeting, language):
    """What the user says."""
    return "Correct" if {"en": "Hello", "es": "Hola"}[language] in greeting else "Incorrect"


def train(chat, call_llm, epochs=3):
    """Train an agent until it greets John in English."""
    agent = Agent("You are a sales assistant.", call_llm)
    optimizer = rt.OptoPrime(agent.parameters(), chat=chat)
    for _ in range(epochs):
        try:
            greeting = agent("Hello, I'm John.")
            feedback = judge(greeting.data, "en")
        except rt.errors.ExecutionError as error:
            greeting, feedback = error.node, str(error)
        if feedback == "Correct":
            break
        optimizer.zero_feedback()
        greeting.backward(feedback)
        optimizer.step()
    return agent
