"""Whether a robot needs to be calibrated, and what its calibration makes of the hints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from robotrace.optimizers.induce.dataset import Key, Rows
from robotrace.optimizers.induce.frame import Frame
from robotrace.optimizers.induce.frame_code import said
from robotrace.optimizers.induce.framing import frame_of
from robotrace.optimizers.induce.motions import Motions, astray, motions
from robotrace.optimizers.induce.probing import is_probe, probe
from robotrace.optimizers.induce.response import respond
from robotrace.opto import Evidence, Trial

SURE = 0.1  # share of the typical motion that is left unexplained, below which it is said that the robot is late


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is different about a robot.

    Attributes:
        frame: Where its hand goes for what it is asked for.
        hand: The field that is the hand's position.
        late: The number of timesteps that it answers late.
    """

    frame: Frame
    hand: Key
    late: int

    @property
    def words(self) -> str:
        """What is different, in sentences."""
        return " ".join(said(self.frame, self.late))

    def applied(self, rows: Rows) -> Rows:
        """The rows with the places that the hints mean instead of what has to be asked for."""
        targets = rows.targets.copy()
        targets[:, :3] = self.frame.goes_to(targets[:, :3], rows.fields[self.hand])
        return replace(rows, targets=targets)


def first_look(evidence: Evidence, rows: Rows) -> str | None:
    """A probe, where the robot went elsewhere than the first controller asked it to and nothing has yet tried it out."""
    name = rows.variable.name
    if any(_probes(trial, name) for trial in evidence.trials):
        return None
    started = _motions(evidence.trials[:1], name)
    return probe(rows, [episode.hints[0] for episode in started]) if started and astray(started) else None


def calibrate(evidence: Evidence, name: str) -> Calibration | None:
    """What is different about the robot; None where nobody tried it out, or nothing is different."""
    probes = _motions([trial for trial in evidence.trials if _probes(trial, name)], name)
    response = respond(probes) if probes else None
    if response is None:
        return None
    everything = [it for it in _motions(evidence.trials, name) if response.hand in it.positions]
    frame = frame_of(response, everything)
    return None if frame.neutral else Calibration(frame, response.hand, response.late if response.error < SURE else 0)


def _probes(trial: Trial, name: str) -> bool:
    return trial.candidate is not None and is_probe(trial.candidate.values.get(name))


def _motions(trials: Iterable[Trial], name: str) -> list[Motions]:
    graphs = [outcome.graph for trial in trials for outcome in trial.outcomes if outcome.graph is not None]
    return motions(graphs, name)
