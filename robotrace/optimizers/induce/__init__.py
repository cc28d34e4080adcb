"""induce: a controller from hints alone, as code that reads like a person's. No language model.

It gathers what the expert wanted wherever any candidate has been (the data aggregation of DAgger: Ross, Gordon and
Bagnell, 2011), explains the wanted actions by a few places relative to named positions, grows a small decision tree
that chooses between them by distances, and writes the tree as a function. Where the robot goes elsewhere than it is asked
to, a probe comes first, and its frame goes into the code as a function of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from robotrace.errors import ProposalError
from robotrace.optimizers.induce.calibration import Calibration, calibrate, first_look
from robotrace.optimizers.induce.dataset import Rows, collect
from robotrace.optimizers.induce.fitting import Rules, fit
from robotrace.optimizers.induce.program import write
from robotrace.optimizers.step.loop import LoopOptimizer
from robotrace.optimizers.step.parts import parts_of, recombined, worth_fitting
from robotrace.opto import Evidence, Proposal
from robotrace.trace import Parameter

__all__ = ["Induce"]


class Induce(LoopOptimizer):
    """Fits waypoints and thresholds to the expert's hints and writes them as readable code; asks no model.

    It rewrites the one function that returns the action, and is a pure function of the evidence. Where there are several, of which
    each case asks one, it rewrites those that left a case unsolved, each from its own cases.

    With parameters given, it is a loop of steps as well: each learns from all episodes since `zero_feedback`, rolled out with
    `feedback="hints"`.
    """

    name = "induce"
    feedback = "hints"
    needs_places = True

    def __init__(self, parameters: Iterable[Parameter] | None = None, *, trust: bool = False) -> None:
        """Hold the parameters.

        Args:
            parameters: The parameters that `step` changes; not needed for `propose`.
            trust: Whether the code that it writes runs in this process instead of in a sandbox.

        Raises:
            OptionError: Something is no parameter, or two share a name.
        """
        super().__init__(parameters, trust=trust)

    def samples(self, evidence: Evidence) -> int:
        """Two where, of several functions, some had a better text before than they have now; else one."""
        return 2 if recombined(parts_of(evidence), evidence) else 1

    def propose(self, evidence: Evidence, *, sample: int = 0) -> Proposal:
        """The program that explains all hints so far.

        Args:
            evidence: The evidence, whose traces carry the wanted action, an array, as feedback on each call.
            sample: The position among the proposals of one round: the second one has the best text so far of each function.

        Returns:
            A new text for the function, or a refusal that says what is missing.
        """
        parts = parts_of(evidence)
        if not parts:
            return self._fitted(evidence)
        if sample:
            again = recombined(parts, evidence)
            return Proposal(again, reason=f"The best text so far of {', '.join(again)}.")
        found = {
            part.variable.name: self._fitted(part.evidence(evidence)) for part in worth_fitting(parts, evidence.best)
        }
        values = {name: text for proposal in found.values() for name, text in proposal.values.items()}
        told = " ".join(f"{name}: {proposal.refusal or proposal.reason}" for name, proposal in found.items())
        return Proposal(values, reason=told) if values else Proposal({}, refusal=told)

    def _fitted(self, evidence: Evidence) -> Proposal:
        """A new text for the one function that takes part."""
        try:
            rows = collect(evidence)
            probe = first_look(evidence, rows)
            if probe is not None:
                return Proposal({rows.variable.name: probe}, reason=_PROBES)
            calibration = calibrate(evidence, rows.variable.name)
            rules = fit(rows if calibration is None else calibration.applied(rows))
            text = write(rules, rows.variable, calibration)
        except ProposalError as error:
            return Proposal({}, refusal=str(error))
        return Proposal({rows.variable.name: text}, reason=_reason(rows, rules, calibration))


_PROBES = "The robot goes elsewhere than it is asked to: a probe shows where."


def _reason(rows: Rows, rules: Rules, calibration: Calibration | None) -> str:
    found = "" if calibration is None else f" {calibration.words}"
    return (
        f"{rules.count} rules explain {len(rows)} distinct situations ({rows.seen} hints, {rows.episodes} episodes): "
        f"{rules.right:.1%} of the answers within 1 cm of the hint, median error {rules.error * 1000:.1f} mm.{found}"
    )
