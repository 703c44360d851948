"""Replaces MiniStack's Lambda workers by a bounded pool. MiniStack 1.5.33 starts a process for every Lambda call that finds none
idle and never ends a function's first one: a burst of calls to cold functions starts hundreds, and none answers in time."""

import contextvars
import os
import threading
import time
from importlib.metadata import version

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from lambda_pool import Bounds, LambdaPool, WaitedTooLong

patched_version = "1.5.33"
if version("ministack") != patched_version:
    raise RuntimeError(f"bounded_lambdas.py replaces parts of MiniStack {patched_version}: check it against {version('ministack')}")

# Removed from the environment, because the Lambdas inherit it.
setting = {name: float(os.environ.pop(f"PATCHBAY_LAMBDA_{name}")) for name in ("PER_FUNCTION", "IN_ALL", "STARTING", "IDLE_S", "WAIT_S")}
bounds = Bounds(
    per_function=int(setting["PER_FUNCTION"]),
    in_all=int(setting["IN_ALL"]),
    starting=int(setting["STARTING"]),
    idle_seconds=setting["IDLE_S"],
    wait_seconds=setting["WAIT_S"],
)


def start(worker):
    worker.context.run(lambda_runtime.ensure_spawned, worker)


def is_alive(worker):
    return worker._proc is not None and worker._proc.poll() is None


pool = LambdaPool(bounds, start, lambda_runtime.kill_workers, is_alive)


def acquire_worker(func_name, config, code_zip, qualifier="$LATEST", max_concurrency=None):
    def make():
        worker = lambda_runtime._worker_class_for(config)(func_name, config, code_zip)
        # A process is started by another thread, which needs the account and the region of the call.
        worker.context = context
        return worker

    context = contextvars.copy_context()
    try:
        return pool.acquire(lambda_runtime._worker_key(func_name, config, qualifier), make), "leased"
    except WaitedTooLong:
        # The emulator then answers as AWS does at its concurrency limit: 429 over HTTP; queues and schedules retry.
        return None, "func_cap"
    except Exception as error:
        return NotStarted(error), "leased"


class NotStarted:
    """A worker whose process could not be started. The emulator expects such an error from `invoke`."""

    def __init__(self, error):
        self._error = error

    def invoke(self, *args, **named):
        raise self._error


class OneCall:
    """A worker for WebSocket routes, which never release it: takes a worker from the pool for each call."""

    def __init__(self, *what, **named):
        self._what, self._named = what, named

    def invoke(self, *args, **named):
        worker, _ = acquire_worker(*self._what, **self._named)
        if worker is None:
            return {"status": "error", "error": "Rate Exceeded"}
        try:
            return worker.invoke(*args, **named)
        finally:
            release_worker(worker)


def release_worker(worker):
    if worker is not None and not isinstance(worker, NotStarted):
        pool.release(worker)


def invalidate_worker(func_name, qualifier=None, account=None, region=None):
    wanted = (account, region, func_name, qualifier)

    def is_meant(key):
        return all(want is None or want == part for want, part in zip(wanted, key.split(":")))

    pool.forget(is_meant)


def reset():
    pool.forget(lambda key: True, at_once=True)


def reap():
    while True:
        time.sleep(max(0.1, min(5.0, bounds.idle_seconds / 4)))
        pool.reap()


replaced = {
    "acquire_worker": acquire_worker,
    "release_worker": release_worker,
    "invalidate_worker": invalidate_worker,
    "get_or_create_worker": OneCall,
    "reap_idle_workers": lambda ttl=None: 0,
    "reset": reset,
}
for name, replacement in replaced.items():
    if not callable(getattr(lambda_runtime, name)):
        raise RuntimeError(f"MiniStack's lambda_runtime.{name} is no function")
    setattr(lambda_runtime, name, replacement)
    # The service has imported some of them by name.
    if name in vars(lambda_svc) and name != "reset":
        setattr(lambda_svc, name, replacement)

threading.Thread(target=reap, daemon=True, name="patchbay-lambda-reaper").start()
