"""How much one process takes at once, and how long anything may wait (access 5.6).

One frozen value, from which the threads, the queues before them and the pool of connections are all reckoned: a thread
that finds no connection would wait for what is not its own, and a pool that is larger than it need be takes connections
from other servers of the same database.
"""

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Capacity:
    """Threads, queues and times of one process; seconds where nothing else is said."""

    queries: int = 20  # that run at once
    postings: int = 20  # of their own, so that postings never keep queries waiting
    whole_book_reads: int = 2  # checkLedger, ledgerDiff, returnStatistics
    events: int = 2  # few, so that events never keep queries and postings waiting
    contended: int = 8  # postings that wait for a row that somebody else has, beside those above
    wires: int = 8  # connections of the event loop itself, see wires.py
    others: int = 10  # the runs that are carried on, whoever watches them, the worker, the look of /readyz

    queries_waiting: int = 100  # for a thread
    postings_waiting: int = 200
    contended_waiting: int = 100  # for their turn at a row

    query_seconds: float = 10  # from its first statement
    lock_seconds: float = 5  # a mutation's wait for one lock
    mutation_seconds: float = 30  # its waits in all
    outage_seconds: float = 3  # that a database which is away is tried again, before anybody is told
    first_wait_seconds: float = 0.25  # a posting's wait for a lock before others may have its thread
    crowded_wait_seconds: float = 0.1  # the same while others wait for locks already

    @property
    def connections(self) -> int:
        """The most connections that a process has open at once."""
        threads = self.queries + self.postings + self.whole_book_reads + self.events + self.contended + self.others
        return threads + self.wires


DEFAULT = Capacity()
FEWEST_THREADS = 4  # for queries, and for postings, however many processes share a server


def shared_by(processes: int) -> Capacity:
    """How much each of several processes of one server takes, so that together they take about what one does.

    >>> shared_by(2).queries, shared_by(4).queries, shared_by(16).queries
    (10, 5, 4)
    """

    def part(whole: int, fewest: int) -> int:
        return max(fewest, math.ceil(whole / processes))

    has = DEFAULT
    return replace(
        has,
        queries=part(has.queries, FEWEST_THREADS),
        postings=part(has.postings, FEWEST_THREADS),
        whole_book_reads=part(has.whole_book_reads, 1),
        events=part(has.events, 1),
        contended=part(has.contended, 2),
        wires=part(has.wires, 1),
        others=part(has.others, 6),  # any of them may be the one that carries runs on
        queries_waiting=part(has.queries_waiting, 1),
        postings_waiting=part(has.postings_waiting, 1),
        contended_waiting=part(has.contended_waiting, 1),
    )
