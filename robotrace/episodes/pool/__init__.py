"""Episodes side by side: in this process, in several, or on a Ray cluster. The same seeds give the same episodes on all."""

from robotrace.episodes.cpus import cores
from robotrace.episodes.pool.backends import backend_names, open_pool
from robotrace.episodes.pool.processes import ProcessPool
from robotrace.episodes.pool.ray_pool import RayPool
from robotrace.episodes.pool.request import Request
from robotrace.episodes.pool.worker_config import WorkerConfig
from robotrace.episodes.pool.worker_pool import Worker, WorkerDied, WorkerPool

__all__ = [
    "ProcessPool",
    "RayPool",
    "Request",
    "Worker",
    "WorkerConfig",
    "WorkerDied",
    "WorkerPool",
    "backend_names",
    "cores",
    "open_pool",
]
