"""Histories of documents that are posted, put right and canceled in any order; what is canceled leaves no trace.

After each step every law holds. Whatever is posted is canceled again at once now and then: what stands is then as it was
before (P8). The sales side and projects take steps of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.canceling import cancel
from tests.settling import state, unsettle, write_off
from tests.test_periods import period

MONEY = ("pay", "write off", "unsettle", "hold")
Step = tuple[str, int, str, bool]  # what, which document, how much of it, and whether it is taken back at once


@dataclass
class History:
    """A book of one sale or one project, and the documents posted in it, in their order."""

    api: Api
    take: Callable[["History", str, str, str], str | None]
    documents: list[str] = field(default_factory=list)
    things: dict[str, Any] = field(default_factory=dict)
    taken_back: set[str] = field(default_factory=set)  # what was canceled, and what cancels it

    def step(self, one: Step) -> None:
        """One step, and back again if wished; the laws hold after both."""
        what, place, amount, is_undone = one
        choice = self.documents if place % 7 == 0 else [one for one in self.documents if one not in self.taken_back]
        named = (choice or self.documents)[place % len(choice or self.documents)]
        self.things["prepare"](self, what, place, amount)
        before = self.standing()
        try:
            posted = self.take(self, what, named, amount)
        except Rejected:
            assert self.standing() == before
            return
        assert self.api.broken_laws() == [], one
        if posted is None:
            return
        self.documents.append(posted)
        if what == "cancel":
            self.taken_back |= {named, posted}
        if is_undone and what != "cancel":
            self.documents.append(str(cancel(self.api, posted)["invoice"]["number"]))
            self.taken_back |= set(self.documents[-2:])
            assert self.api.broken_laws() == [], one
            if what != "return":  # the goods are back, and their order claims them
                assert without(self.standing(), self.documents[-2:]) == before

    def standing(self) -> Any:
        """What stands: open amounts, what invoices come to, orders and balances."""
        return self.api.run(self.things["query"])


def without(standing: Any, numbers: list[str]) -> Any:
    """What stands without some documents."""
    nodes = [one for one in standing["invoices"]["nodes"] if one["number"] not in numbers]
    return standing | {"invoices": {"nodes": nodes}}


def settle(api: Api, what: str, named: str, amount: str) -> None:
    """A step on the customer's account, or a period that is put on hold: nothing is posted in it until it is open."""
    if what == "pay":
        api.pay(named, amount)
    elif what == "write off":
        write_off(api, named)
    elif what == "unsettle":
        for settlement in state(api, named)["settlements"][-1:]:
            unsettle(api, settlement)
    else:
        period(api, "2026-09-01", "2026-09-30", "ON_HOLD")
        before = api.fingerprint()
        for refused in (lambda: cancel(api, named), lambda: api.pay(named, amount)):
            with pytest.raises(Rejected):
                refused()
        assert api.fingerprint() == before
        period(api, "2026-09-01", "2026-09-30", "OPEN")
