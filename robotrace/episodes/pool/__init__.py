"""Work side by side: in this process, in several, or on a Ray cluster. The same seeds give the same outcomes on all."""

from robotrace.episodes.cpus import cores
from robotrace.episodes.pool.backends import SERIAL, backend_names, open_for, open_pool
from robotrace.episodes.pool.episode_work import EpisodeWork
from robotrace.episodes.pool.processes import ProcessPool
from robotrace.episodes.pool.ray_pool import RayPool
from robotrace.episodes.pool.request import Request
from robotrace.episodes.pool.work import Answering, Work, check_workers
from robotrace.episodes.pool.worker_pool import Worker, WorkerDied, WorkerPool

__all__ = [
    "SERIAL",
    "Answering",
    "EpisodeWork",
    "ProcessPool",
    "RayPool",
    "Request",
    "Work",
    "Worker",
    "WorkerDied",
    "WorkerPool",
    "backend_names",
    "check_workers",
    "cores",
    "open_for",
    "open_pool",
]
