"""Sales, returns, corrections and fiscal periods in any order, dated by whoever posts or by nobody, against a calendar.

The calendar on paper says on which days something is posted, and on which day a document falls that nobody dates; the
server refuses what it forbids for the same reasons and writes nothing (putting-right 6). The laws hold in the end.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.laws.pace import ASKED_FOR, histories
from tests.projects import Project

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

MONTHS = {month: (date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1)) for month in (7, 8, 9, 10)}
STATUSES = ("OPEN", "OPEN", "ON_HOLD", "CLOSED", "PERMANENTLY_CLOSED")
PLACE, DAY = st.integers(0, 999), st.dates(date(2026, 6, 15), date(2026, 11, 15))
SOMETIMES = st.none() | DAY


@dataclass
class Calendar:
    """The fiscal periods on paper: the status of each month that is one."""

    status: dict[int, str] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Whether something is posted on a day."""
        if day.month in self.status:
            return self.status[day.month] == "OPEN"
        closed = [MONTHS[month][1] for month, status in self.status.items() if status.endswith("CLOSED")]
        return all(day > last for last in closed)

    def refusal(self, month: int, status: str, *, explained: bool) -> list[str]:
        """Why a month cannot be given a status."""
        known = self.status.get(month)
        if known == status or known not in ("CLOSED", "PERMANENTLY_CLOSED"):
            return []
        if known == "PERMANENTLY_CLOSED":
            return ["PERIOD_PERMANENTLY_CLOSED"]
        return [] if explained else ["REASON_REQUIRED"]

    def move(self, month: int, status: str) -> None:
        """Give a month a status."""
        self.changes[month] = self.changes.get(month, 0) + (self.status.get(month) != status)
        self.status[month] = status


class Dates(RuleBasedStateMachine):
    """One customer, one product, one contract."""

    def __init__(self, new_database: Callable[[], Database]) -> None:
        super().__init__()
        self.api = Api(new_database())
        self.today = self.api.clock.today()
        self.calendar = Calendar()
        self.sold: list[tuple[str, date]] = []  # invoice line, and the date of its invoice
        self.billed: list[tuple[str, date]] = []  # project invoice that can be corrected, and its date

    def teardown(self) -> None:
        """A last look; then let go of the database."""
        try:
            assert self.api.broken_laws() == []
            found = self.api.run("{ fiscalPeriods { from status history { after } } }")["fiscalPeriods"]
            shown = {date.fromisoformat(one["from"]).month: (one["status"], len(one["history"])) for one in found}
            assert shown == {
                one: (self.calendar.status[one], self.calendar.changes[one]) for one in self.calendar.status
            }
            assert all(one["history"][-1]["after"] == one["status"] for one in found)
        finally:
            self.api.database.dispose()

    def dated(self, post: Callable[[], str], day: date | None, put_right: Iterable[date] = ()) -> date | None:
        """The date of what is posted; None where the calendar forbids it, and the server does for the same reasons."""
        usual = max((self.today, *put_right)) if day is None else day
        codes = [] if self.calendar.is_open(usual) else ["PERIOD_NOT_OPEN"]
        codes += ["CORRECTION_BEFORE_ORIGINAL" for one in sorted(set(put_right)) if one > usual]
        if codes:
            before = self.api.fingerprint()
            with pytest.raises(Rejected) as refused:
                post()
            assert (set(refused.value.codes), self.api.fingerprint()) == (set(codes), before)
            return None
        assert self.api.document(post())["invoiceDate"] == str(usual)
        return usual

    @initialize()
    def begin(self) -> None:
        """Parties."""
        self.customer = self.api.customer()
        self.product = self.api.product("100", cost="60")
        self.project = Project.of(self.api)

    @rule(month=st.sampled_from(sorted(MONTHS)), status=st.sampled_from(STATUSES), explained=st.booleans())
    def set_period(self, month: int, status: str, explained: bool) -> None:
        """A period is set, opened, held or closed."""
        first, last = MONTHS[month]
        values = {"from": str(first), "to": str(last), "status": status, **({"reason": "Why"} if explained else {})}
        codes = self.calendar.refusal(month, status, explained=explained)
        if codes:
            with pytest.raises(Rejected) as refused:
                self.api.do("setFiscalPeriod", "", **values)
            assert refused.value.codes == codes
            return
        self.api.do("setFiscalPeriod", "... on FiscalPeriodSuccess { replayed }", **values)
        self.calendar.move(month, status)

    @rule(day=SOMETIMES)
    def sell(self, day: date | None) -> None:
        """Five pieces are sold and invoiced."""
        made = self.api.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": self.customer},
            lines=[{"product": {"number": self.product}, "quantity": "5"}],
        )
        on = {} if day is None else {"invoiceDate": str(day)}
        item = self.api.post_orders({"number": made["order"]["number"]}, quantity="ALL", **on)[0]
        usual = day or self.today
        assert (item["invoice"] is not None) == self.calendar.is_open(usual)
        if item["invoice"] is not None:
            self.sold.append((item["invoice"]["lines"][0]["id"], usual))

    @precondition(lambda self: self.sold and self.calendar.is_open(self.today))
    @rule(places=st.lists(PLACE, min_size=1, max_size=2), day=SOMETIMES)
    def take_back(self, places: list[int], day: date | None) -> None:
        """A piece of one or two invoices comes back; the order that is refused is left."""
        chosen = dict(self.sold[place % len(self.sold)] for place in places)
        chosen = {line: on for line, on in chosen.items() if self._is_left(line)}
        if not chosen:
            return
        order = self.api.return_order(*((line, "1") for line in chosen))
        self.api.arrive(order, *((number, "1") for number in range(1, len(chosen) + 1)))
        self.api.receive(order)
        on = {} if day is None else {"invoiceDate": str(day)}
        self.dated(lambda: str(self.api.credit(order, **on)["invoice"]["number"]), day, chosen.values())

    def _is_left(self, line: str) -> bool:
        query = "query($k: ID!) { node(id: $k) { ... on InvoiceLine { returnableQuantity } } }"
        return bool(self.api.run(query, k=line)["node"]["returnableQuantity"] != "0")

    @rule(day=SOMETIMES, entered=SOMETIMES)
    def bill(self, day: date | None, entered: date | None) -> None:
        """An hour of work is billed."""
        self.project.work("10", "100")
        draft = self.project.draft()
        self._confirm(draft, day, entered, ())

    @precondition(lambda self: self.billed)
    @rule(place=PLACE, day=SOMETIMES, entered=SOMETIMES)
    def correct(self, place: int, day: date | None, entered: date | None) -> None:
        """An invoice of work is corrected; a draft that is refused is deleted."""
        key, on = self.billed.pop(place % len(self.billed))
        draft = self.project.correct({"id": key})
        if not self._confirm(self.project.bill(draft, quantity="9"), day, entered, (on,)):
            self.billed.append((key, on))

    def _confirm(
        self, draft: dict[str, Any], day: date | None, entered: date | None, put_right: Iterable[date]
    ) -> bool:
        if entered is not None:
            self.project.change(draft, updateInvoice={"invoiceDate": str(entered)})
        on = {} if day is None else {"invoiceDate": str(day)}
        found = self.dated(lambda: str(self.project.confirm(draft, **on)["number"]), day or entered, put_right)
        if found is None:
            self.api.do("deleteInvoice", "... on DeleteInvoiceSuccess { replayed }", invoice={"id": draft["id"]})
        elif not put_right:
            self.billed.append((draft["id"], found))
        return found is not None


def test_what_is_posted_falls_on_the_days_that_the_calendar_allows(
    new_database: Callable[[], Database], engine_name: str
) -> None:
    run_state_machine_as_test(
        lambda: Dates(new_database),  # type: ignore[arg-type]  # a factory will do
        settings=settings(
            max_examples=histories(engine_name, usual=(12, 3), long=60),
            stateful_step_count=20,
            deadline=None,
            derandomize=not ASKED_FOR,
            database=None,
            phases=(Phase.generate,) if ASKED_FOR else (Phase.generate, Phase.shrink),
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
