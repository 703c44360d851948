"""Starts MiniStack for one local cloud."""

import os
import signal
import threading

import shifted_clock  # noqa: F401, first: the other imports must use the shifted clock

from ministack.app import main
from ministack.core.lambda_runtime import Worker

import bounded_lambdas  # noqa: F401, importing it applies the patch
import observability_repair  # noqa: F401, importing it applies the patch
import websocket_repair  # noqa: F401, importing it applies the patch


def end_with_parent() -> None:
    """Ends this process group when the parent's pipe closes: a parent that is killed cannot stop its children."""
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


# MiniStack 1.5.33 waits 50 ms for logs of a Lambda that logged nothing before it passes on the answer.
# Node writes to a pipe synchronously, so the logs are there before the answer.
_, idle_wait, max_wait = Worker._drain_stderr_bounded.__defaults__
Worker._drain_stderr_bounded.__defaults__ = (idle_wait, idle_wait, max_wait)

threading.Thread(target=end_with_parent, daemon=True).start()
main()
