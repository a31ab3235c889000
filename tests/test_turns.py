"""Several processes at one port: whoever has the fewest connections takes the next."""

import socket
import time

import pytest

from rebill.process.server import bound
from rebill.process.settings import Settings
from rebill.process.turns import LEFT_SECONDS, Counts, Place, SharedPort, shared_port


def two_at_one_port() -> tuple[SharedPort, SharedPort, Counts, tuple[str, int]]:
    counts, listening = Counts(2), bound(Settings(port=0))
    address = listening.getsockname()
    other = listening.dup()
    return shared_port(listening, Place(counts, 0)), shared_port(other, Place(counts, 1)), counts, address


def test_a_connection_is_left_to_the_process_that_has_fewer() -> None:
    first, second, counts, address = two_at_one_port()
    with first, second:
        clients = [socket.create_connection(address) for _ in range(4)]
        taken = [first.accept()[0]]
        with pytest.raises(BlockingIOError):
            first.accept()
        taken += [second.accept()[0], second.accept()[0]]  # both have one then, and either may
        with pytest.raises(BlockingIOError):
            second.accept()
        taken.append(first.accept()[0])
        assert [counts.of(0), counts.of(1)] == [2, 2]
        for one in (*clients, *taken):
            one.close()


def test_who_does_not_come_for_it_loses_its_turn() -> None:
    first, second, counts, address = two_at_one_port()
    with first, second, socket.create_connection(address):
        first.place.note(3)
        with pytest.raises(BlockingIOError):
            first.accept()
        time.sleep(LEFT_SECONDS)
        with first.accept()[0]:
            assert counts.of(0) == 4


def test_nothing_is_left_to_a_process_that_died() -> None:
    first, second, counts, address = two_at_one_port()
    with first, second, socket.create_connection(address):
        first.place.note(3)
        counts.leave(1)
        with first.accept()[0]:
            assert counts.of(0) == 4
