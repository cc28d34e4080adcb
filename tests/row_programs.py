"""Programs that tests train on rows."""

import robotrace as rt


@rt.bundle(trainable=True)
def double(x):
    """Twice x."""
    return x + 1


def solve(x):
    return double(x)


def exact(output, row):
    """Whether it is right."""
    return output == row[1]


class Agent(rt.Module):
    """Answers with its word."""

    def __init__(self, word, times=2):
        self.word = rt.node(word, trainable=True, name="word")
        self.times = times

    @rt.bundle(trainable=True)
    def say(self, x):
        """The answer to x."""
        return self.word + str(self.times * x)

    def __call__(self, x):
        return {"said": self.say(x)}


class Client:
    def ask(self, x):
        return 2 * x


client = Client()


@rt.bundle(trainable=True)
def asks(x):
    """Asks the client."""
    return client.ask(x)


ROWS = [(x, 2 * x) for x in range(10)]
