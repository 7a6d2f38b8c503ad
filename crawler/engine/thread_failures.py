"""Hear of threads that end by an error, for instance because no memory is left to start another.

A process pool does not: its thread ends, it goes on taking tasks, and returns nothing of them. `threading.excepthook`
is the only sign of it that does not rely on how the pool is made.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

_TRIES, _WAIT_S = 200, 0.05
_listeners: list[Callable[[], None]] = []
_hooks: list[Callable[[Any], Any]] = []  # the one that was replaced, while somebody listens


def listen(listener: Callable[[], None]) -> None:
    """Call the listener, in the thread that ends, whenever a thread of this process ends by an error."""
    if not _listeners:
        _hooks.append(threading.excepthook)
        threading.excepthook = _tell
    _listeners.append(listener)


def stop_listening(listener: Callable[[], None]) -> None:
    """Undo `listen`; a listener that is none is ignored."""
    if listener not in _listeners:
        return
    _listeners.remove(listener)
    if not _listeners:
        threading.excepthook = _hooks.pop()


def _tell(failure: Any) -> None:
    for listener in tuple(_listeners):
        _call(listener)
    if not _is_shortage(failure.exc_value):  # that of a machine, which the listeners report in a sentence
        _hooks[0](failure)


def _call(listener: Callable[[], None]) -> None:
    """Call a listener; again where there is no memory for that either, until others have returned theirs."""
    for _ in range(_TRIES):
        try:
            listener()
        except MemoryError:
            time.sleep(_WAIT_S)
        else:
            return


def _is_shortage(error: BaseException | None) -> bool:
    no_thread = isinstance(error, RuntimeError) and "can't start new thread" in str(error)
    return no_thread or isinstance(error, MemoryError)
