"""Episodes side by side: in this process, in several, or on a Ray cluster. The same seeds give the same episodes on all."""

from robotrace.episodes.pool.choose import open_pool
from robotrace.episodes.pool.cluster import RayPool
from robotrace.episodes.pool.cpus import cores
from robotrace.episodes.pool.crew import Crew
from robotrace.episodes.pool.processes import ProcessPool
from robotrace.episodes.pool.spec import Flight, Spec

__all__ = ["Crew", "Flight", "ProcessPool", "RayPool", "Spec", "cores", "open_pool"]
