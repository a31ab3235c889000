"""The lock of the one writer: in turn, and never left behind."""

import signal
import threading
import time
from types import FrameType

import pytest

from rebill.models.turns import InTurn


def test_waiters_come_in_order_and_who_asks_again_comes_last() -> None:
    lock, came, threads = InTurn(), [], []

    def wait(name: int) -> None:
        with lock:
            came.append(name)

    with lock:
        for name in range(5):
            threads.append(threading.Thread(target=wait, args=(name,)))
            threads[-1].start()
            while len(lock._waiting) < name + 1:
                time.sleep(0.001)
    with lock:
        came.append(99)
    for one in threads:
        one.join()
    assert came == [0, 1, 2, 3, 4, 99]


def test_a_waiter_that_is_interrupted_keeps_nobody_waiting() -> None:
    lock, let_go = InTurn(), threading.Event()

    def hold() -> None:
        with lock:
            let_go.wait(10)

    def interrupt(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    holder = threading.Thread(target=hold)
    holder.start()
    while not lock._is_held:
        time.sleep(0.001)
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(TimeoutError), lock:
            pass
    finally:
        signal.signal(signal.SIGALRM, before)
    let_go.set()
    holder.join()
    with lock:
        assert (lock._is_held, list(lock._waiting)) == (True, [])
    assert not lock._is_held
