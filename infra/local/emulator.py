"""Starts MiniStack for one local cloud."""

import os
import signal
import threading

import shifted_clock  # noqa: F401, first: it shifts what the others take

from ministack.app import main
from ministack.core.lambda_runtime import Worker

import bounded_lambdas  # noqa: F401, it takes the place of what it bounds by being imported
import websocket_repair  # noqa: F401, it repairs by being imported


def end_with_parent() -> None:
    """A parent that is killed outright cannot stop its children; a closed pipe always arrives."""
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


# MiniStack 1.5.33 gives a Lambda that logged nothing 50 ms to log something before it hands on the answer.
# Node writes to a pipe at once, so that whatever was logged is there before the answer.
_, idle_wait, longest_wait = Worker._drain_stderr_bounded.__defaults__
Worker._drain_stderr_bounded.__defaults__ = (idle_wait, idle_wait, longest_wait)

threading.Thread(target=end_with_parent, daemon=True).start()
main()
