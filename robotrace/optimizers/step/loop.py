"""The loop form of an optimizer, in PyTorch's habits: zero_feedback, backward, step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from robotrace.errors import OptionError, ParameterError, TraceError
from robotrace.optimizers.reply.values import same_value
from robotrace.optimizers.step.confinement import Confinement, rest
from robotrace.optimizers.step.rehearsal import rehearse
from robotrace.opto import Candidate, Case, Evidence, Outcome, Proposal, Trial, Variable, Verdict
from robotrace.trace import Graph, Parameter


class LoopOptimizer(ABC):
    """An optimizer that can hold parameters itself. Subclasses have a name and write `propose`, a pure function of its arguments.

    Attributes:
        name: The name that the optimizer is chosen by on the command line.
        parameters: The parameters that `step` changes.
        context: What the problem is, in words.
    """

    name: str

    def __init__(
        self, parameters: Iterable[Parameter] | None = None, *, context: str = "", trust: bool = False
    ) -> None:
        """Hold the parameters.

        Args:
            parameters: The parameters that `step` changes, each with a name of its own; not needed for `propose`.
            context: What the problem is, in words.
            trust: Whether the code that is proposed runs in this process, with all that this user may do, instead of in a sandbox.

        Raises:
            OptionError: Something is no parameter, or two share a name.
        """
        self.parameters = tuple(parameters or ())
        self.context = context
        self._confinement = None if trust else Confinement()
        self._trials: list[Trial] = []
        self._steps = 0
        self._answer: tuple[int, Proposal | None] = (
            0,
            None,
        )  # the step and the proposal that the present values are from
        names: set[str] = set()
        for parameter in self.parameters:
            if not isinstance(parameter, Parameter):
                raise OptionError(
                    f"Expected parameters (node(..., trainable=True), f.parameters()), found {parameter!r}."
                )
            if parameter.name in names:
                raise OptionError(
                    f"Two parameters are called {parameter.name!r}; give each a name of its own (name=...)."
                )
            names.add(parameter.name)

    @abstractmethod
    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """New values for some of the parameters; see `robotrace.opto.Optimizer`."""

    def zero_feedback(self) -> None:
        """Forget the feedback that `backward` left on the parameters."""
        for parameter in self.parameters:
            parameter.zero_feedback()

    def step(self) -> Proposal:
        """Ask for new values and set them: all that were proposed, or none.

        From then on calls of a function whose code was proposed run in a locked process, unless the optimizer is trusted.

        Returns:
            The proposal. Where its `refusal` is set, nothing has changed; the next step reports the reason.

        Raises:
            TraceError: No feedback has reached any parameter.
            UnsafeCodeError: A function's code cannot run in the sandbox, and nobody has trusted it.
            SandboxUnavailable: There is no sandbox on this machine.
            ModelError: The endpoint failed for good; nothing has changed.
        """
        graph = self._graph()
        if self._confinement is not None:
            for parameter in self.parameters:
                if parameter.kind == "code":
                    self._confinement.admit(parameter, graph)
        self._remember(graph)
        variables = tuple(_variable(parameter) for parameter in self.parameters)
        proposal = self.propose(Evidence(self.context, variables, tuple(self._trials)))
        self._steps += 1
        if proposal.refusal is None:
            proposal = self._commit(proposal, graph)
        if proposal.refusal is not None:
            self._trials.append(Trial(self._steps, Verdict.REFUSED, proposal.refusal, proposal))
        else:
            self._answer = (self._steps, proposal)
        return proposal

    def _graph(self) -> Graph:
        graphs = {id(graph): graph for parameter in self.parameters for graph in parameter.graphs}
        if not graphs:
            raise TraceError(
                "No feedback has reached the parameters: call backward(...) on an output that came from them, and step "
                "before zero_feedback."
                if self.parameters
                else "This optimizer holds no parameters: give it some, such as OptoPrime(controller.parameters())."
            )
        return next(iter(graphs.values())) if len(graphs) == 1 else Graph.merge(graphs.values())

    def _remember(self, graph: Graph) -> None:
        """Keep what came of the present values, once for the same values."""
        values = {parameter.name: _value(parameter) for parameter in self.parameters}
        feedback = "\n".join(str(words) for all_words in graph.feedback.values() for words in all_words)
        step, proposal = self._answer
        outcome = Outcome(Case("train", self._steps), success=False, score=None, feedback=feedback, graph=graph)
        self._trials = [
            trial for trial in self._trials if trial.candidate is None or not _alike(trial.candidate.values, values)
        ]
        verdict = Verdict.START if proposal is None else Verdict.ACCEPTED
        text = "\n".join(f"{name} = {value}" for name, value in values.items())
        self._trials.append(Trial(step, verdict, "", proposal, Candidate(values, text), (outcome,)))

    def _commit(self, proposal: Proposal, graph: Graph) -> Proposal:
        """Set the values if every one of them can be; else the refusal."""
        known = {parameter.name: parameter for parameter in self.parameters}
        values: dict[str, Any] = {}
        try:
            unknown = [name for name in proposal.values if name not in known]
            if unknown:
                raise ParameterError(f"{unknown[0]!r} is no parameter here; there are {', '.join(map(repr, known))}")
            for name, value in proposal.values.items():
                values[name] = self._validated(known[name], value)
            for name, value in values.items():
                if known[name].kind == "code":
                    rehearse(known[name], value, graph)
        except ParameterError as error:
            for value in values.values():
                rest(value)
            return _refused(proposal, str(error))
        for name, value in values.items():
            rest(known[name].data)
            known[name].set(value)
        return proposal

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        """The value as it can be set; code that is not trusted is compiled elsewhere."""
        if parameter.kind == "code" and self._confinement is not None:
            return self._confinement.remote(parameter, value)
        return parameter.validate(value)


def _refused(proposal: Proposal, why: str) -> Proposal:
    return replace(proposal, values={}, refusal=why)


def _value(parameter: Parameter) -> Any:
    """A parameter's value for the evidence; a text without what runs it."""
    return str(parameter.data) if parameter.kind == "code" else parameter.data


def _variable(parameter: Parameter) -> Variable:
    return Variable(parameter.name, parameter.kind, _value(parameter), parameter.description, parameter.constraint)


def _alike(values: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return values.keys() == others.keys() and all(same_value(values[name], others[name]) for name in values)
