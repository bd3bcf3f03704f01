"""Medians of interleaved runs, so that what slows the machine for a while slows all sides alike."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import time
from statistics import median
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType

    Side = Callable[[], object]

Result = TypeVar("Result")


class TooSlow(Exception):
    """A side took longer than it was given."""


def seconds(side: Side, *, limit: float | None = None) -> float:
    """How long one run takes; raises TooSlow after ``limit`` seconds of pure Python."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    gc.collect()
    former = signal.signal(signal.SIGALRM, stop) if limit else None
    began = time.perf_counter()
    try:
        if limit:
            signal.setitimer(signal.ITIMER_REAL, limit)
        side()
        return time.perf_counter() - began
    finally:
        if limit:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)


def medians(sides: Mapping[str, Side], *, rounds: int, most: float = 60) -> dict[str, float]:
    """Median seconds of every side: one run of each in turn, so many rounds after one to warm up.

    Rounds end early once ``most`` seconds are spent; where warming up takes that long, it counts.
    """
    began = time.perf_counter()
    times: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, side in sides.items():
            times[name].append(seconds(side))
        if time.perf_counter() - began > most:
            break
        if number == 0:
            times = {name: [] for name in sides}
    return {name: median(found) for name, found in times.items()}


def in_child(work: Callable[[], Result], limit: float) -> Result | None:
    """What ``work`` gives in a copy of this process; None where it is stopped after ``limit`` seconds.

    A query inside an engine can be stopped in no other way.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(work()))
    child.start()
    try:
        return receiver.recv() if receiver.poll(limit) else None
    finally:
        child.kill()
        child.join()
