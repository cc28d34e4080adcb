"""Episodes side by side: in this process, in several, or on a Ray cluster. The same seeds give the same episodes on all."""

from robotrace.rollout.pool.choose import open_pool
from robotrace.rollout.pool.cluster import RayPool
from robotrace.rollout.pool.cpus import cores
from robotrace.rollout.pool.crew import Crew
from robotrace.rollout.pool.processes import ProcessPool
from robotrace.rollout.pool.spec import Flight, Spec

__all__ = ["Crew", "Flight", "ProcessPool", "RayPool", "Spec", "cores", "open_pool"]
