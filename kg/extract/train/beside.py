"""Run one function on several arguments beside each other, in processes that share what it sees."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_A = TypeVar("_A")
_R = TypeVar("_R")
_FORK = "fork"
_function: Callable[[Any], Any] | None = None  # what forked processes call: it need not be sent to them


def beside(function: Callable[[_A], _R], arguments: Sequence[_A]) -> list[_R]:
    """The function of each argument, in as many processes as there are cores.

    Only arguments and results go from one process to the other. Where processes cannot be forked the
    calls follow each other.
    """
    global _function
    if _FORK not in get_all_start_methods():
        return [function(argument) for argument in arguments]
    _function = function
    try:
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context(_FORK)) as pool:
            return list(pool.map(_called, arguments))
    finally:
        _function = None


def _called(argument: Any) -> Any:
    if _function is None:
        message = "nothing to call: this process was not forked by beside()"
        raise RuntimeError(message)
    return _function(argument)
