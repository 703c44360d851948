"""Shifts the clock of this process by PATCHBAY_CLOCK_OFFSET_MS, as shifted-clock.ts does for Node. Import it before modules that
read the time. time.monotonic, sleeping and file times are not shifted."""

import datetime
import os
import time

offset_ms = int(os.environ.get("PATCHBAY_CLOCK_OFFSET_MS", "0"))

true_time, true_time_ns = time.time, time.time_ns
true_gmtime, true_localtime, true_strftime = time.gmtime, time.localtime, time.strftime
TrueDatetime = datetime.datetime


class LikeTrueDatetime(type):
    """Datetimes that were created before the shift, or in C, also count as instances."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, TrueDatetime)


class ShiftedDatetime(TrueDatetime, metaclass=LikeTrueDatetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)


def shift_clock() -> None:
    time.time = lambda: true_time() + offset_ms / 1000
    time.time_ns = lambda: true_time_ns() + offset_ms * 1_000_000
    time.gmtime = lambda seconds=None: true_gmtime(time.time() if seconds is None else seconds)
    time.localtime = lambda seconds=None: true_localtime(time.time() if seconds is None else seconds)
    time.strftime = lambda form, at=None: true_strftime(form, time.localtime() if at is None else at)
    datetime.datetime = ShiftedDatetime


if offset_ms:
    shift_clock()
