"""The loop form of an optimizer, in PyTorch's habits: zero_feedback, backward, step."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from robotrace.errors import OptionError, ParameterError, TraceError
from robotrace.optimizers.step.confinement import Confinement, rest
from robotrace.optimizers.step.history import History
from robotrace.optimizers.step.outcomes import acts
from robotrace.optimizers.step.rehearsal import rehearse
from robotrace.optimizers.step.subgraph import subgraph
from robotrace.opto import EPISODE, LOOP, Evidence, Proposal, Variable
from robotrace.sandbox.offered import offered_by
from robotrace.text import one_line
from robotrace.trace import Graph, Parameter
from robotrace.trace.constraint import Constraint
from robotrace.trace.naming import tell_apart
from robotrace.trace.remote import RemoteCode
from robotrace.trace.traced import Traced

_log = logging.getLogger(__name__)
_REFUSAL = 500  # characters of one that are logged


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
            parameters: The parameters that `step` changes; not needed for `propose`. Names that nobody gave are numbered where
                several have the same: two instances of a class have "A.f" and "A.f-2".
            context: What the problem is, in words.
            trust: Whether the code that is proposed runs in this process, with all that this user may do, instead of in a sandbox.

        Raises:
            OptionError: They are no list, something is no parameter, or two share a name.
        """
        if isinstance(parameters, Traced) or not isinstance(parameters, Iterable | None):
            raise OptionError(
                f"{type(self).__name__} takes a list of parameters, found {parameters!r:.100}: write [x], or x.parameters() of a "
                "function or an object."
            )
        self.parameters = tuple({id(parameter): parameter for parameter in parameters or ()}.values())
        self.context = context
        self._confinement = None if trust else Confinement()
        self._history = History()
        for parameter in self.parameters:
            if not isinstance(parameter, Parameter):
                raise OptionError(
                    f"Expected parameters (node(..., trainable=True), f.parameters()), found {parameter!r}."
                )
        name = tell_apart(self.parameters)
        if name is not None:
            raise OptionError(f"Two parameters are called {name!r}; give each a name of its own (name=...).")

    @abstractmethod
    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """New values for some of the parameters; see `robotrace.opto.Optimizer`."""

    def __getstate__(self) -> dict[str, Any]:
        """All but the sandboxed processes; a copy starts others when it needs them. What is remembered stays."""
        return {**self.__dict__, "_confinement": None if self._confinement is None else Confinement()}

    @property
    def best(self) -> Mapping[str, Any] | None:
        """The values with the highest mean score so far, by name; None where no output was given a score."""
        return self._history.best()

    def set_best(self) -> None:
        """Give the parameters the values of `best`, as at the end of a search whose last member need not be the best.

        Raises:
            TraceError: No output was given a score.
        """
        best = self.best
        if best is None:
            raise TraceError("There is no best: no output was given a score, output.backward(feedback, score=0.7).")
        for parameter in self._trained():
            if parameter.kind != "code" or best[parameter.name] != str(parameter.data):
                parameter.set(self._validated(parameter, best[parameter.name]))

    def zero_feedback(self) -> None:
        """Forget the feedback that `backward` left on the parameters, for all optimizers that hold them, as in PyTorch.

        What this optimizer remembers of earlier steps stays. `step` forgets nothing, so several optimizers may step from one
        `backward`; without `zero_feedback` the next step is shown the earlier feedback again.
        """
        for parameter in self.parameters:
            parameter.zero_feedback()

    def step(self) -> Proposal:
        """Ask for new values and set them: all that were proposed, or none.

        From then on calls of a function whose code was proposed run in a locked process, unless the optimizer is trusted.

        Returns:
            The proposal. Where its `refusal` is set, nothing has changed, which is logged as a warning; the next step reports
            the reason.

        Raises:
            TraceError: No feedback has reached any parameter that may change.
            UnsafeCodeError: A function's code cannot run in the sandbox, and nobody has trusted it.
            SandboxUnavailable: There is no sandbox on this machine.
            ModelError: The endpoint failed for good; nothing has changed.
        """
        trained = self._trained()
        values = {parameter.name: _value(parameter) for parameter in trained}
        graphs = self._graphs(trained)
        graph = subgraph(graphs[0] if len(graphs) == 1 else Graph.merge(graphs), values)
        self._history.add(graphs, values)
        names = {id(parameter): parameter.name for parameter in trained}
        variables = tuple(_variable(parameter, names) for parameter in trained)
        words = EPISODE if acts(graph) else LOOP
        proposal = asked = self.propose(Evidence(self.context, variables, self._history.trials(graph), words=words))
        frozen = [it.name for it in self.parameters if it.frozen and it.name in proposal.values]
        if frozen:
            proposal = _refused(proposal, f"{frozen[0]!r} is frozen and keeps its value; free are {_listed(values)}")
        if proposal.refusal is None:
            proposal = self._commit(asked, graph)
        if proposal.refusal is None:
            self._history.accept(proposal)
        else:
            self._history.refuse(replace(proposal, values=asked.values))
            _log.warning("Step %d changed nothing: %s", self._history.steps, one_line(proposal.refusal, _REFUSAL))
        return proposal

    def __repr__(self) -> str:
        held = f" of {one_line(_listed(it.name for it in self.parameters))}" if self.parameters else ""
        return f"<{type(self).__name__}{held}>"

    def _trained(self) -> list[Parameter]:
        """The parameters that are not frozen."""
        return [parameter for parameter in self.parameters if not parameter.frozen]

    def _graphs(self, trained: Iterable[Parameter]) -> list[Graph]:
        """What `backward` has left on parameters, each graph once, oldest first."""
        graphs = {id(graph): graph for parameter in trained for graph in parameter.graphs}
        if graphs:
            return list(graphs.values())
        if not self.parameters:
            raise TraceError(
                "This optimizer holds no parameters: give it some, such as OptoPrime(controller.parameters())."
            )
        if not self._trained():
            raise TraceError(
                f"All parameters are frozen: {_listed(parameter.name for parameter in self.parameters)}; unfreeze() one."
            )
        raise TraceError(
            f"No feedback has reached {one_line(_listed(it.name for it in trained))}: call backward(...) on an output that came "
            "from there, and step before zero_feedback. A value that was read as .data is cut off from where it came from."
        )

    def _commit(self, proposal: Proposal, graph: Graph) -> Proposal:
        """Set the values if every one of them can be, all together; else the refusal, and everything is as it was."""
        known = {parameter.name: parameter for parameter in self.parameters}
        values: dict[str, Any] = {}
        try:
            unknown = [name for name in proposal.values if name not in known]
            if unknown:
                raise ParameterError(f"{unknown[0]!r} is no parameter here; there are {', '.join(map(repr, known))}")
            for name, value in proposal.values.items():
                values[name] = self._validated(known[name], value)
            for name, value in values.items():
                if isinstance(value, RemoteCode):
                    rehearse(known[name], value, graph, values.keys())
        except BaseException as error:
            for value in values.values():
                rest(value)
            if isinstance(error, ParameterError):
                return _refused(proposal, str(error))
            raise
        for name, value in values.items():
            rest(known[name].data)
            known[name].set(value)
        return proposal

    def _validated(self, parameter: Parameter, value: Any) -> Any:
        """The value as it can be set; code that is not trusted is compiled elsewhere, trusted code is compiled and not run."""
        if parameter.kind == "code" and self._confinement is not None:
            return self._confinement.remote(parameter, value, self.context)
        return parameter.validate(value)


def _refused(proposal: Proposal, why: str) -> Proposal:
    return replace(proposal, values={}, refusal=why)


def _value(parameter: Parameter) -> Any:
    """A parameter's value for the evidence; a text without what runs it."""
    return str(parameter.data) if parameter.kind == "code" else parameter.data


def _variable(parameter: Parameter, names: Mapping[int, str]) -> Variable:
    variable = Variable(parameter.name, parameter.kind, _value(parameter), parameter.description, parameter.constraint)
    rule = parameter.rule
    if isinstance(rule, Constraint):
        return replace(variable, bounds=rule.bounds, choices=rule.choices)
    return replace(variable, available=offered_by(parameter, names))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, sorted(names)))
