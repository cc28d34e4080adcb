"""Which functions and lines a failure points at: those that failing cases went through and solved ones did not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from robotrace.opto import Outcome

Place = tuple[str, int | None]


def suspicion(outcomes: Iterable[Outcome]) -> Mapping[str, float]:
    """Of each code parameter in the traces, how suspicious it is, from 0 to 1.

    Ochiai's coefficient, as Abreu, Zoeteweij and van Gemund use it to locate faults ("On the accuracy of spectrum-based fault
    localization", 2007): failing cases that went through it, over the geometric mean of all failing ones and all that went through.
    A function counts as its most suspicious line of return.

    Args:
        outcomes: Those of one candidate; without a trace they say nothing.
    """
    failing, solved, failures = Counter[Place](), Counter[Place](), 0
    for outcome in outcomes:
        if outcome.graph is None:
            continue
        places = _places(outcome)
        failures += not outcome.success
        (solved if outcome.success else failing).update(places)
    found: dict[str, float] = {}
    for (name, line), fails in failing.items():
        share = fails / math.sqrt(failures * (fails + solved[name, line]))
        found[name] = max(found.get(name, 0.0), share)
    return found


def _places(outcome: Outcome) -> set[Place]:
    """The code parameters that a case went through, each with the line that it returned from, and without."""
    assert outcome.graph is not None
    names = {record.id: record.name for record in outcome.graph.records if record.kind == "parameter"}
    calls = [(record.inputs.get("__code__"), record.line) for record in outcome.graph.records]
    through = [
        (names[code.id], line) for code, line in calls if code is not None and getattr(code, "id", None) in names
    ]
    return {*through, *((name, None) for name, _ in through)}
