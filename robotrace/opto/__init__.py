"""OPTO: the problem that an optimizer sees, as frozen records and two protocols."""

from robotrace.opto.artifacts import Artifacts
from robotrace.opto.asked import Bill, billed, open_bill
from robotrace.opto.ledger import METERS, Ledger, Meter, Spend
from robotrace.opto.optimizer import Declaration, Optimizer
from robotrace.opto.pictures import Pictures
from robotrace.opto.pool import Job, Pool, SerialPool
from robotrace.opto.problem import Problem
from robotrace.opto.program import ENTRY, Program
from robotrace.opto.records import (
    Candidate,
    Case,
    Evidence,
    Kind,
    Outcome,
    Proposal,
    Split,
    Status,
    Trial,
    TrialId,
    Variable,
    Verdict,
    counted,
    mean_score,
    scores_alone,
)
from robotrace.opto.words import EPISODE, GENERAL, LOOP, ROBOT, Words

__all__ = [
    "ENTRY",
    "EPISODE",
    "GENERAL",
    "LOOP",
    "METERS",
    "ROBOT",
    "Artifacts",
    "Bill",
    "Candidate",
    "Case",
    "Declaration",
    "Evidence",
    "Job",
    "Kind",
    "Ledger",
    "Meter",
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
    "Status",
    "Trial",
    "TrialId",
    "Variable",
    "Verdict",
    "Words",
    "billed",
    "counted",
    "mean_score",
    "open_bill",
    "scores_alone",
]
