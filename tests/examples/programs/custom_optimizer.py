"""An optimizer of one's own: gradient descent, by back-propagation through the trace."""

from collections import defaultdict

import robotrace as rt
from robotrace.optimizers import LoopOptimizer
from robotrace.opto import Proposal

DERIVATIVES = {  # of an operation by each of its inputs
    "abs": lambda x: [1.0 if x > 0 else -1.0],
    "add": lambda a, b: [1.0, 1.0],
    "mul": lambda a, b: [b, a],
}


class GradientDescent(LoopOptimizer):
    """Takes a step down the gradient; feedback is the gradient at the output."""

    name = "gradient-descent"

    def __init__(self, parameters, stepsize):
        super().__init__(parameters)
        self.stepsize = stepsize

    def propose(self, evidence, *, sample=0):
        """Each parameter, less a part of its gradient."""
        graph = evidence.trials[-1].outcomes[-1].graph
        gradients = defaultdict(float, {id: sum(said) for id, said in graph.feedback.items()})
        for record in reversed(graph.records):
            if record.kind == "call":
                inputs = [graph.records[ref.id] for ref in record.inputs.values()]
                slopes = DERIVATIVES[record.operation](*(one.output for one in inputs))
                for one, slope in zip(inputs, slopes, strict=True):
                    gradients[one.id] += slope * gradients[record.id]
        return Proposal({it.name: it.output - self.stepsize * gradients[it.id] for it in graph.parameters})


def train(iterations=10, stepsize=0.1):
    """The losses |x| + x² / 2 on the way down from 1."""
    x, half = rt.node(1.0, trainable=True, name="x"), rt.node(0.5)
    optimizer = GradientDescent([x], stepsize)
    losses = []
    for _ in range(iterations):
        loss = abs(x) + x * x * half
        optimizer.zero_feedback()
        loss.backward(1.0)
        optimizer.step()
        losses.append(loss.data)
    return losses
