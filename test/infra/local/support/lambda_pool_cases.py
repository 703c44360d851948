"""The cases of lambda-pool.test.ts, with workers that are no processes. Run one: python3 lambda_pool_cases.py <name>"""

import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "infra/local"))

from lambda_pool import Bounds, LambdaPool, WaitedTooLong  # noqa: E402


class Worker:
    def __init__(self, function):
        self.function = function
        self.is_alive = True


class Stage:
    """A pool, and what has run at most at the same time."""

    def __init__(self, per_function=2, in_all=4, starting=2, wait=60.0, start_seconds=0.0):
        self.now = 0.0
        self.start_seconds = start_seconds
        self.failing = False
        self.may_start = threading.Event()
        self.may_start.set()
        self.lock = threading.Lock()
        self.alive, self.starting, self.ended = [], 0, []
        self.most_alive, self.most_of_one, self.most_starting = 0, 0, 0
        bounds = Bounds(per_function, in_all, starting, idle_seconds=60.0, wait_seconds=wait)
        self.pool = LambdaPool(bounds, self._start, self._end, lambda worker: worker.is_alive, now=lambda: self.now)

    def _start(self, worker):
        with self.lock:
            self.alive.append(worker)
            self.starting += 1
            self.most_alive = max(self.most_alive, len(self.alive))
            of_one = sum(other.function == worker.function for other in self.alive)
            self.most_of_one = max(self.most_of_one, of_one)
            self.most_starting = max(self.most_starting, self.starting)
        self.may_start.wait()
        time.sleep(self.start_seconds)
        with self.lock:
            self.starting -= 1
            if self.failing:
                self.alive.remove(worker)
                raise RuntimeError("broken")

    def _end(self, workers):
        with self.lock:
            for worker in workers:
                if worker in self.alive:
                    self.alive.remove(worker)
                    self.ended.append(worker)

    def take(self, function):
        return self.pool.acquire(function, lambda: Worker(function))

    def call(self, function):
        """One call from start to end."""
        worker = self.take(function)
        self.pool.release(worker)
        return worker

    def later(self, function, served, name=None):
        """A call that waits in a thread of its own, and notes when it was served; it is waiting when this returns."""

        def run():
            worker = self.take(function)
            served.append(function if name is None else name)
            self.pool.release(worker)

        before = self.waiting()
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        until(lambda: self.waiting() > before)
        return thread

    def waiting(self):
        return sum(count for _, count in self.pool.counts().values())


def until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.001)


def answers_every_call_of_a_burst_within_both_bounds():
    stage = Stage(per_function=2, in_all=4, start_seconds=0.005)
    answered = []

    def call(function):
        worker = stage.take(function)
        assert worker.function == function
        time.sleep(0.002)
        stage.pool.release(worker)
        answered.append(function)

    threads = [threading.Thread(target=call, args=(f"f{n % 6}",), daemon=True) for n in range(180)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answered) == 180, len(answered)
    assert stage.most_of_one <= 2, stage.most_of_one
    assert stage.most_alive <= 4, stage.most_alive
    assert stage.waiting() == 0


def starts_no_more_processes_at_once_than_it_may():
    stage = Stage(in_all=10, starting=2, start_seconds=0.02)
    threads = [threading.Thread(target=stage.call, args=(f"f{n}",), daemon=True) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert stage.most_starting == 2, stage.most_starting
    assert len(stage.alive) == 8


def serves_the_calls_of_a_function_in_the_order_they_came():
    stage = Stage(per_function=1)
    first, served = stage.take("a"), []
    threads = [stage.later("a", served, name) for name in range(8)]
    stage.pool.release(first)
    for thread in threads:
        thread.join(30)
    assert served == list(range(8)), served


def lets_a_function_with_one_call_pass_one_with_many():
    stage = Stage(per_function=1, in_all=1)
    first, served = stage.take("many"), []
    threads = [stage.later("many", served) for _ in range(20)]
    threads.append(stage.later("one", served))
    stage.pool.release(first)
    for thread in threads:
        thread.join(30)
    assert len(served) == 21, (served, stage.pool.counts())
    assert served.index("one") <= 1, served


def lets_a_waiting_call_have_the_first_process_that_is_free():
    stage = Stage()
    first, served = stage.take("a"), []
    # A second process starts for this one, and takes for ever.
    stage.may_start.clear()
    thread = stage.later("a", served)
    stage.pool.release(first)
    thread.join(30)
    assert served == ["a"]


def ends_what_was_idle_for_longest_when_another_function_needs_its_place():
    stage = Stage(in_all=2)
    oldest = stage.call("a")
    stage.now = 1.0
    stage.call("b")
    stage.now = 2.0
    stage.call("c")
    assert stage.ended == [oldest]
    assert stage.most_alive == 2
    assert sorted(stage.pool.counts()) == ["b", "c"]


def does_not_take_turns_with_a_process_that_is_in_use():
    stage = Stage(in_all=2)
    stage.call("a")
    first, served = stage.take("b"), []
    thread = stage.later("b", served)
    assert stage.ended == []
    stage.pool.release(first)
    thread.join(30)
    assert sorted(stage.pool.counts()) == ["a", "b"]


def ends_what_was_idle_for_long_enough():
    stage = Stage()
    stage.call("a")
    at_work = stage.take("b")
    stage.now = 59.0
    stage.pool.reap()
    assert stage.ended == []
    stage.now = 61.0
    stage.pool.reap()
    assert [worker.function for worker in stage.ended] == ["a"]
    assert stage.alive == [at_work]


def refuses_a_call_that_waited_too_long_and_serves_the_next():
    stage = Stage(per_function=1, wait=0.05)
    first = stage.take("a")
    try:
        stage.take("a")
    except WaitedTooLong:
        pass
    else:
        raise AssertionError("it was served")
    assert stage.waiting() == 0
    stage.pool.release(first)
    assert stage.call("a") is first


def tells_a_call_that_its_process_did_not_start():
    stage = Stage()
    stage.failing = True
    try:
        stage.take("a")
    except RuntimeError as error:
        assert str(error) == "broken"
    else:
        raise AssertionError("it was served")
    stage.failing = False
    stage.call("a")
    assert stage.pool.counts() == {"a": (1, 0)}


def uses_a_dead_process_no_more():
    stage = Stage()
    worker = stage.take("a")
    worker.is_alive = False
    stage.pool.release(worker)
    assert stage.ended == [worker]
    assert stage.call("a") is not worker


def lets_a_call_end_after_its_function_has_changed():
    stage = Stage()
    stage.call("b")
    worker = stage.take("a")
    stage.pool.forget(lambda key: key == "a")
    assert stage.ended == []
    stage.pool.release(worker)
    assert stage.ended == [worker]
    assert stage.call("a") is not worker
    assert sorted(stage.pool.counts()) == ["a", "b"]


def ends_even_what_is_at_work_when_all_is_reset():
    stage = Stage()
    worker = stage.take("a")
    stage.pool.forget(lambda key: True, at_once=True)
    assert stage.ended == [worker]
    stage.pool.release(worker)
    assert stage.pool.counts() == {}


globals()[sys.argv[1]]()
print("passed")
