"""Threads of requests: the context they work in, who is told, and room on their stack."""

import asyncio
import contextvars
import resource
import threading
from collections.abc import Callable

import pytest

from rebill.resolvers.errors import RequestError
from rebill.transport.places import Places
from rebill.transport.threads import Threads, Worker, with_room

ABOUT = contextvars.ContextVar("ABOUT", default="nobody")


def deep(levels: int, work: Callable[[], object]) -> object:
    """Do work so many calls further down the stack."""
    return work() if levels == 0 else deep(levels - 1, work)


def faults_of_calls() -> int:
    """The page faults of 2,000 calls from here."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(2000):
        deep(3, int)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_no_depth_of_the_stack_makes_calls_dear() -> None:
    found: list[object] = []

    def at_all_depths() -> None:
        found.extend(deep(one, faults_of_calls) for one in range(160))

    thread = threading.Thread(target=with_room, args=(at_all_depths,))
    thread.start()
    thread.join()
    assert len(found) == 160
    assert max(map(int, map(str, found))) < 200, found


def test_work_is_done_in_the_callers_context_and_its_error_is_the_callers() -> None:
    async def ask() -> None:
        threads = Threads()
        ABOUT.set("request 7")
        assert await threads.run(ABOUT.get, lambda: None) == "request 7"
        with pytest.raises(ZeroDivisionError):
            await threads.run(lambda: 1 // 0, lambda: None)
        assert await threads.run(lambda: type(threading.current_thread()), lambda: None) is Worker

    asyncio.run(ask())


def test_one_after_the_other_has_the_same_thread() -> None:
    async def ask() -> set[int]:
        threads = Threads()
        return {await threads.run(threading.get_ident, lambda: None) for _ in range(20)}

    assert len(asyncio.run(ask())) == 1


def test_whoever_goes_away_while_waiting_leaves_the_place_to_the_next() -> None:
    async def ask() -> str:
        places, hold = Places(1), threading.Event()
        first = asyncio.create_task(places.run(lambda _: hold.wait()))
        await asyncio.sleep(0.01)
        second = asyncio.create_task(places.run(lambda _: "second"))
        third = asyncio.create_task(places.run(lambda _: "third"))
        await asyncio.sleep(0.01)
        second.cancel()
        hold.set()
        await first
        with pytest.raises(asyncio.CancelledError):
            await second
        return await third

    assert asyncio.run(ask()) == "third"


def test_a_place_is_free_again_only_when_the_thread_is() -> None:
    async def ask() -> list[str]:
        places, hold, done = Places(1), threading.Event(), list[str]()

        def slowly(_: object) -> None:
            hold.wait()
            done.append("first")

        first = asyncio.create_task(places.run(slowly))
        await asyncio.sleep(0.01)
        first.cancel()
        second = asyncio.create_task(places.run(lambda _: done.append("second")))
        await asyncio.sleep(0.05)
        assert done == []
        hold.set()
        await second
        return done

    assert asyncio.run(ask()) == ["first", "second"]


def test_where_no_thread_can_be_had_nothing_runs_later_and_no_place_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_: Worker) -> None:
        raise RuntimeError("can't start new thread")

    async def ask() -> list[str]:
        places, done = Places(1), list[str]()
        with monkeypatch.context() as patched:
            patched.setattr(Worker, "start", none_left)
            with pytest.raises(RequestError) as refused:
                await places.run(lambda _: done.append("first"))
            assert (refused.value.extensions or {})["code"] == "OVERLOADED"
        await places.run(lambda _: done.append("second"))
        await places.run(lambda _: done.append("third"))
        return done

    assert asyncio.run(ask()) == ["second", "third"]
