"""OPTO: the problem that an optimizer sees, as frozen records and two protocols."""

from robotrace.opto.artifacts import Artifacts
from robotrace.opto.ledger import Ledger, Spend
from robotrace.opto.pictures import Pictures
from robotrace.opto.pool import Job, Pool, SerialPool
from robotrace.opto.problem import Optimizer, Problem
from robotrace.opto.program import ENTRY, Program
from robotrace.opto.records import (
    Candidate,
    Case,
    Evidence,
    Kind,
    Outcome,
    Proposal,
    Split,
    Trial,
    TrialId,
    Variable,
    Verdict,
)

__all__ = [
    "ENTRY",
    "Artifacts",
    "Candidate",
    "Case",
    "Evidence",
    "Job",
    "Kind",
    "Ledger",
    "Optimizer",
    "Outcome",
    "Pictures",
    "Pool",
    "Problem",
    "Program",
    "Proposal",
    "SerialPool",
    "Spend",
    "Split",
    "Trial",
    "TrialId",
    "Variable",
    "Verdict",
]
