"""A bounded pool of processes for Lambda calls; calls wait for a free process. Independent of the emulator."""

import itertools
import threading
import time
from collections import deque
from dataclasses import dataclass, field

# A function's second or later process evicts another function's process only if that has been idle for this long.
# Otherwise functions that are all in use would keep evicting each other.
SETTLED_SECONDS = 5.0


@dataclass(frozen=True)
class Bounds:
    per_function: int
    in_all: int
    # Concurrent starts. Each uses a processor for about 0.3 s, which delays running calls.
    starting: int
    idle_seconds: float
    wait_seconds: float


class WaitedTooLong(Exception):
    """No process became free within `wait_seconds`."""


@dataclass(eq=False)
class Process:
    function: "Function"
    worker: object = None
    # "starting", then "idle" and "busy" in turn, finally "ending", or "evicted" when another process waits for its end.
    state: str = "starting"
    idle_since: float = 0.0
    # Its function has changed: it ends after its current call.
    is_outdated: bool = False


@dataclass(eq=False)
class Call:
    make: object
    decided: threading.Event = field(default_factory=threading.Event)
    process: Process | None = None
    error: BaseException | None = None
    # Its function has changed since the call arrived.
    is_outdated: bool = False


@dataclass(eq=False)
class Function:
    processes: list = field(default_factory=list)
    waiting: deque = field(default_factory=deque)
    last_served: int = 0

    def count(self, *states):
        return sum(process.state in states for process in self.processes)


class LambdaPool:
    """Runs at most `per_function` processes for a function and `in_all` in total. Calls of one function are served in order of
    arrival. Among functions the one with the fewest running calls is next, then the one that was served longest ago.

    `start(worker)` starts a worker and `end(workers)` ends some; both may be slow and are called without the lock.
    A worker for which `is_alive` is false after a call is not used again.
    """

    def __init__(self, bounds, start, end, is_alive, now=time.monotonic):
        self._bounds = bounds
        self._start = start
        self._end = end
        self._is_alive = is_alive
        self._now = now
        self._lock = threading.Lock()
        self._functions = {}
        self._leased = {}
        self._turns = itertools.count(1)

    def acquire(self, key, make):
        """Waits for a process of this function and returns its worker; `make()` creates the worker of a new process.
        Raises WaitedTooLong, or the error of a failed start."""
        call = Call(make)
        with self._lock:
            function = self._functions.setdefault(key, Function())
            function.waiting.append(call)
            self._serve()
        if not call.decided.wait(self._bounds.wait_seconds):
            with self._lock:
                if not call.decided.is_set():
                    function.waiting.remove(call)
                    raise WaitedTooLong(f"no process became free within {self._bounds.wait_seconds:g} s")
        if call.error is not None:
            raise call.error
        return call.process.worker

    def release(self, worker):
        """Returns a worker to the pool after its call."""
        is_alive = self._is_alive(worker)
        with self._lock:
            process = self._leased.pop(worker, None)
            if process is not None and is_alive and not process.is_outdated:
                self._rest(process)
                self._serve()
                return
        self._end([worker])
        with self._lock:
            if process is not None:
                self._remove(process)
            self._serve()

    def forget(self, is_meant, at_once=False):
        """Ends the processes of every function whose key `is_meant`; busy ones after their call, unless `at_once`."""
        with self._lock:
            meant = [function for key, function in self._functions.items() if is_meant(key)]
            processes = [process for function in meant for process in function.processes]
            for one in [*processes, *(call for function in meant for call in function.waiting)]:
                one.is_outdated = True
            ended = [p for p in processes if p.state == "idle" or (at_once and p.state == "busy")]
            self._begin_end(ended)
        self._finish_end(ended)

    def reap(self):
        """Ends processes that have been idle for `idle_seconds`."""
        with self._lock:
            since = self._now() - self._bounds.idle_seconds
            ended = [process for process in self._idle() if process.idle_since <= since]
            self._begin_end(ended)
        self._finish_end(ended)

    def counts(self):
        """(processes, waiting calls) of each function that has any."""
        with self._lock:
            all_counts = {key: (len(f.processes), len(f.waiting)) for key, f in self._functions.items()}
        return {key: counts for key, counts in all_counts.items() if counts != (0, 0)}

    def _run_start(self, process, make, evicted):
        try:
            if evicted is not None:
                self._finish_end([evicted])
            worker = make()
            self._start(worker)
        except BaseException as error:
            with self._lock:
                self._remove(process)
                if process.function.waiting:
                    self._decide(process.function.waiting.popleft(), error=error)
                self._serve()
            return
        with self._lock:
            process.worker = worker
            self._rest(process)
            # Serve its own function first: another one could evict it before it has served the call it was started for.
            if process.function.waiting:
                self._place(process.function)
            self._serve()

    def _finish_end(self, processes):
        self._end([process.worker for process in processes])
        with self._lock:
            for process in processes:
                self._remove(process)
            self._serve()

    # Everything below is called with the lock.

    def _serve(self):
        while self._serve_one():
            pass

    def _serve_one(self):
        waiting = [function for function in self._functions.values() if function.waiting]
        for function in sorted(waiting, key=lambda f: (f.count("busy", "starting"), f.last_served)):
            if self._place(function) or self._grow(function):
                function.last_served = next(self._turns)
                return True
        return False

    def _place(self, function):
        process = next((p for p in function.processes if p.state == "idle"), None)
        if process is None:
            return False
        process.state = "busy"
        self._leased[process.worker] = process
        self._decide(function.waiting.popleft(), process=process)
        return True

    def _decide(self, call, process=None, error=None):
        call.process, call.error = process, error
        call.decided.set()

    def _grow(self, function):
        if not self._may_start(function):
            return False
        evicted = None
        # Evicted processes are not counted: their successor starts when they have ended.
        if self._count("starting", "idle", "busy", "ending") >= self._bounds.in_all:
            evicted = self._evictable(function)
            if evicted is None:
                return False
            self._begin_end([evicted], "evicted")
        newest = function.waiting[-1]
        process = Process(function, is_outdated=newest.is_outdated)
        # The thread needs our lock before it changes the pool. If no thread can be started, the process is not added.
        threading.Thread(target=self._run_start, args=(process, newest.make, evicted), daemon=True).start()
        function.processes.append(process)
        return True

    def _may_start(self, function):
        if function.count("starting") >= len(function.waiting):
            return False
        starting = self._count("starting")
        if not function.processes:
            return starting < self._bounds.starting
        # A further process starts only while no other does: functions without a process come first.
        return starting == 0 and len(function.processes) < self._bounds.per_function

    def _evictable(self, function):
        oldest = min(self._idle(), key=lambda process: process.idle_since, default=None)
        if oldest is None or not function.processes or self._now() - oldest.idle_since >= SETTLED_SECONDS:
            return oldest
        return None

    def _rest(self, process):
        process.state, process.idle_since = "idle", self._now()

    def _idle(self):
        return [p for function in self._functions.values() for p in function.processes if p.state == "idle"]

    def _count(self, *states):
        return sum(function.count(*states) for function in self._functions.values())

    def _begin_end(self, processes, state="ending"):
        for process in processes:
            process.state = state
            self._leased.pop(process.worker, None)

    def _remove(self, process):
        if process in process.function.processes:
            process.function.processes.remove(process)
