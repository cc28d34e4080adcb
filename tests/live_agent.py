"""A program of a user that cannot do without what is alive in its process: a client, a database, a counter."""

import subprocess
import sys
import threading
import time
from os import getpid

import robotrace as rt

API_KEY = "CANARY"
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ROWS = [(str(number), f"Answer: {word}") for number, word in enumerate(WORDS)]


class Client:
    """Of a service: it holds a lock, so that it can neither be copied nor sent."""

    def __init__(self):
        self._key = API_KEY
        self._lock = threading.Lock()
        self.asked = []
        self.threads = []

    def chat(self, prompt):
        """The answer to a prompt."""
        with self._lock:
            self.asked.append(prompt)
            self.threads.append(threading.get_ident())
        manner, _, question = prompt.partition(": ")
        if manner == "hang":
            time.sleep(60)
        if manner == "raise":
            raise ValueError("no such word")
        if manner == "exit":
            sys.exit(3)
        special = {"frame": sys._getframe(), "object": object(), "large": None}
        if manner in special:
            return special[manner] or "x" * (40 << 20)
        return f"{manner}: {WORDS[int(question)]}"

    def wait(self, seconds):
        """Take some time."""
        time.sleep(seconds)


class Agent:
    """Answers through its client."""

    def __init__(self, client):
        self.client = client
        self.manner = rt.node("Answer", trainable=True, name="manner")

    @rt.bundle(trainable=True)
    def ask(self, manner, question):
        """The client's answer; frame, object."""
        return self.client.chat(f"{manner}: {question}")

    def __call__(self, question):
        return self.ask(self.manner, question)


class Counter:
    """A helper with a state."""

    def __init__(self):
        self.count = 0

    def next(self):
        """Count."""
        self.count += 1
        return self.count


def metric(output, row):
    """Whether it is right."""
    return output == row[1]


client = Client()
counter = Counter()
kept = [counter]
database = words = None


@rt.bundle(trainable=True)
def asked(question):
    """What to ask."""
    return f"Answer: {question}"


def answer(question):
    return client.chat(asked(question))


@rt.bundle(trainable=True)
def looked_up(question):
    """The word of a number."""
    found = database.execute("select word from words where number = ?", (question,)).fetchone()
    return words.polite(found[0])


@rt.bundle(trainable=True)
def remembered(question):
    """How often this was called, and how many items were kept."""
    number = counter.next()
    kept.append(number)
    return number, len(kept) - 1


@rt.bundle(trainable=True)
def numbered(question):
    """Uses what no sandbox has, or what it has without being asked."""
    if question == "nobody":
        return subprocess.run(["id"], check=False)
    return client.chat(f"Answer: {question}") if getpid() else ""


class Early(Agent):
    """Asks while it is made."""

    greeting = client.chat("Answer: 1")

    def __init__(self):
        super().__init__(client)


problem = rt.DataProblem(Agent(client), ROWS, metric)
