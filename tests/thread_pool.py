"""A backend in one file, such as a user writes: its workers are threads of this process."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from robotrace.episodes.pool import WorkerPool
from robotrace.episodes.pool.server import Server


class ThreadWorker:
    def __init__(self, work_json):
        self.server, self.thread = Server(work_json), ThreadPoolExecutor(1)
        self.pending = None

    def working(self):
        return True

    def ask(self, request):
        self.pending = self.thread.submit(self.server.run, request)

    def answer(self):
        return self.pending.result()

    def stop(self):
        self.thread.shutdown()

    def kill(self):
        self.thread.shutdown()


class Pool(WorkerPool):
    has_address = True
    opened = None

    def connect(self):
        type(self).opened = (self.address, self.work.level)

    def default_workers(self):
        return 2

    def start_worker(self):
        return ThreadWorker(self.work_json)

    def wait_for(self, workers, seconds):
        done, _ = wait([worker.pending for worker in workers], timeout=seconds, return_when=FIRST_COMPLETED)
        return [worker for worker in workers if worker.pending in done]
