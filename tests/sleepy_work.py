"""Work for a pool's workers that takes as long as it is asked to."""

import time


class Nap(float):
    def to_json(self):
        return repr(float(self))


class SleepyWork:
    limit, takes_turns, level = None, False, None

    def settings(self):
        return {}

    def read(self, body, request):
        if body < 0:
            raise ValueError("no nap is negative")
        return body

    def close(self):
        pass


def serve(settings):
    def answer(request):
        time.sleep(max(0.0, float(request)))
        return float(request)

    return answer
