"""The ledger laws of project invoicing over random histories of work, drafts, confirmations and corrections.

Each law is worked out from the ledger as a client reads it, independently of the server's own check.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebill.models.database import Database
from tests.api import Api, Rejected

FACTS = ("sequence", "transactionType", "transactionClass", "billingType", "quantity", "amount", "taxAmount", "rule")
WORK = st.fixed_dictionaries(
    {
        "transactionClass": st.sampled_from(["TIME", "EXPENSE", "MATERIAL", "FEE"]),
        "billingType": st.sampled_from(["CHARGEABLE", "CHARGEABLE", "NON_CHARGEABLE"]),
        "quantity": st.sampled_from(["10", "2.5", "0.333333", "-4", "1"]),
        "unitPrice": st.sampled_from(["100", "33.37", "0", "0.019999"]),
        "taxAmount": st.sampled_from(["0", "7.77"]),
    }
)
PARTS = st.sampled_from(["0", "0.3", "0.5", "1", "1.7"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("work"), WORK),
        st.tuples(st.just("invoice"), PARTS),
        st.tuples(st.just("correct"), PARTS),
        st.tuples(st.just("discard"), PARTS),
    ),
    min_size=3,
    max_size=9,
)
QUIET = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both engines."""
    if "new_database" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", ("sqlite", "postgresql"), indirect=True)


@dataclass
class History:
    """What has been done so far, and what must therefore be true."""

    api: Api
    contract: dict[str, Any]
    ledger: list[dict[str, Any]] = field(default_factory=list)
    expected: dict[int, Decimal] = field(default_factory=dict)  # root -> quantity that must stand
    changed: set[int] = field(default_factory=set)  # roots raised, or given up in part
    confirmed: list[dict[str, Any]] = field(default_factory=list)

    def step(self, kind: str, value: Any) -> None:
        """Do one step and check every law."""
        before = self.ledger
        getattr(self, kind)(value)
        self.ledger = self.api.ledger()
        only_added(before, self.ledger)
        reversals_pair(self.ledger)
        backlog_is_what_is_open(self.ledger)
        statuses_match(self.ledger)
        assert self.api.broken_laws() == []
        for root, quantity in self.expected.items():
            assert standing(self.ledger, root, "quantity") == quantity
            if root not in self.changed:  # nothing raised or given up: no cent is lost either
                assert standing(self.ledger, root, "amount") == Decimal(self.ledger[root - 1]["amount"])

    def work(self, entry: dict[str, Any]) -> None:
        """Approve a piece of work."""
        if entry["quantity"].startswith("-"):
            entry = entry | {"taxAmount": "0"}
        more = {name: value for name, value in entry.items() if name not in ("quantity", "unitPrice")}
        rows = self.api.work(self.contract, entry["quantity"], entry["unitPrice"], **more)
        self.expected[rows[-1]["sequence"]] = Decimal(entry["quantity"])

    def invoice(self, part: str) -> None:
        """Draft what is ready, edit its first detail, confirm it; or be told that there is nothing."""
        try:
            draft = self.api.draft(self.contract)
        except Rejected as refused:
            assert refused.codes == ["NO_CHARGEABLE_TRANSACTIONS"]
            return
        self._edit(draft, part)
        self._confirm(draft)

    def correct(self, part: str) -> None:
        """Correct the last confirmed invoice."""
        draft = self._corrective()
        if draft is None:
            return
        self._edit(draft, part)
        try:
            self._confirm(draft)
        except Rejected as refused:
            assert refused.codes == ["NO_CHANGES"]
            self.api.do("deleteInvoice", "", invoice={"id": draft["id"]})

    def discard(self, part: str) -> None:
        """Draft a correction and delete it: nothing may have changed."""
        before = self.api.ledger()
        draft = self._corrective()
        if draft is None:
            return
        self._edit(draft, part)
        with_draft = self.api.ledger()
        assert [[row[name] for name in FACTS] for row in with_draft] == [[r[name] for name in FACTS] for r in before]
        self.api.do("deleteInvoice", "", invoice={"id": draft["id"]})
        assert self.api.ledger() == before

    def _corrective(self) -> dict[str, Any] | None:
        if not self.confirmed:
            return None
        try:
            return self.api.correct(self.confirmed[-1])
        except Rejected as refused:
            assert refused.codes == ["NOTHING_TO_CORRECT"]
            return None

    def _edit(self, draft: dict[str, Any], part: str) -> None:
        detail = draft["details"]["nodes"][0]
        whole = Decimal(detail["previousQuantity"] or detail["quantity"])
        quantity = (whole * Decimal(part)).quantize(Decimal("0.000001"))
        self.api.bill(draft, f"{quantity:f}", tax="0" if quantity <= 0 else "1.23")

    def _confirm(self, draft: dict[str, Any]) -> None:
        before = len(self.api.ledger())
        confirmed = self.api.confirm(draft)["invoice"]
        written = self.api.ledger()[before:]
        assert all(row["transactionType"] != "COST" for row in written)
        billed = [row for row in written if row["transactionType"] == "BILLED_SALES"]
        charged = [row for row in billed if row["billingType"] == "CHARGEABLE"]
        assert total(charged) == Decimal(confirmed["totalAmount"])
        fingerprint = self.api.fingerprint()
        with pytest.raises(Rejected) as refused:
            self.api.confirm(draft)
        assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]
        assert self.api.fingerprint() == fingerprint
        self.confirmed.append(confirmed)
        self._count(written)

    def _count(self, written: list[dict[str, Any]]) -> None:
        """Keep what a lineage must hold: raised by edits upwards, lowered by fees given up (L7)."""
        rows = [row for row in written if row["reverses"] and row["rule"].endswith(("source_reversal", ".reversal"))]
        for row in rows:
            root = row["lineage"][0]["sequence"]
            now = sum((Decimal(r["quantity"]) for r in written if of_root(r, root) and is_billed_part(r)), Decimal(0))
            before = -Decimal(row["quantity"])
            fee = row["transactionClass"] == "FEE" and now != 0
            if abs(now) > abs(before) or fee:
                self.expected[root] += now - before
                self.changed.add(root)


def of_root(row: dict[str, Any], root: int) -> bool:
    """Whether a row descends from a root."""
    return bool(row["lineage"][0]["sequence"] == root)


def is_billed_part(row: dict[str, Any]) -> bool:
    """Whether a row is the new billed row of a detail, write-offs left out."""
    return row["rule"].endswith((".billed", ".corrected_billed"))


def total(rows: list[dict[str, Any]]) -> Decimal:
    """Amount and tax of rows."""
    return sum((Decimal(row["amount"]) + Decimal(row["taxAmount"]) for row in rows), Decimal(0))


def only_added(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    """L2: facts of earlier rows never change, rows never vanish, positions have no gap."""
    assert [[row[name] for name in FACTS] for row in after[: len(before)]] == [[r[n] for n in FACTS] for r in before]
    assert [row["sequence"] for row in after] == list(range(1, len(after) + 1))


def reversals_pair(ledger: list[dict[str, Any]]) -> None:
    """L1: a reversal negates exactly one row of its kind, which nothing else reverses; it is linked with it."""
    targets = []
    for row in ledger:
        if row["reverses"]:
            target = ledger[row["reverses"]["sequence"] - 1]
            targets.append(target["sequence"])
            for name in ("quantity", "amount", "taxAmount"):
                assert Decimal(row[name]) == -Decimal(target[name])
            for name in ("transactionType", "transactionClass", "billingType", "unitPrice"):
                assert row[name] == target[name]
            assert target["reversedBy"] == {"sequence": row["sequence"]}
            assert target["reverses"] is None
            links = [one["other"]["sequence"] for one in row["connections"] if one["role"] == "REVERSING"]
            assert links == [target["sequence"]]
    assert len(targets) == len(set(targets))


def backlog_is_what_is_open(ledger: list[dict[str, Any]]) -> None:
    """L6: all unbilled sales of a lineage come to its open ones."""
    everything: dict[int, Decimal] = defaultdict(Decimal)
    for row in ledger:
        if row["transactionType"] == "UNBILLED_SALES":
            root, amount = row["lineage"][0]["sequence"], Decimal(row["amount"]) + Decimal(row["taxAmount"])
            is_open = not row["reverses"] and not row["reversedBy"]
            everything[root] += amount - (amount if is_open else 0)
    assert all(amount == 0 for amount in everything.values())


def statuses_match(ledger: list[dict[str, Any]]) -> None:
    """L13: a billed row stands, is spent, or is a reversal; a lineage has at most one that stands."""
    standing_rows: dict[int, int] = defaultdict(int)
    for row in ledger:
        if row["transactionType"] == "BILLED_SALES":
            status = "UNADJUSTABLE" if row["reverses"] else "ADJUSTED" if row["reversedBy"] else None
            assert row["adjustmentStatus"] == status
            if status is None and not row["rule"].endswith("write_off_billed"):
                standing_rows[row["lineage"][0]["sequence"]] += 1
    assert all(count == 1 for count in standing_rows.values())


def standing(ledger: list[dict[str, Any]], root: int, figure: str) -> Decimal:
    """L7: billed and unbilled quantity or amount of a lineage, reversals included."""
    rows = [row for row in ledger if row["transactionType"] != "COST" and of_root(row, root)]
    return sum((Decimal(row[figure]) for row in rows), Decimal(0))


@given(steps=STEPS)
@QUIET
def test_random_histories_keep_every_law(
    new_database: Callable[[], Database], engine_name: str, steps: list[Any]
) -> None:
    api = Api(new_database())
    history = History(api, api.contract())
    try:
        history.step("work", {"quantity": "10", "unitPrice": "33.37"})
        for kind, value in steps:
            history.step(kind, value)
    finally:
        api.database.dispose()


@given(whole=st.integers(3, 20), first=st.integers(1, 20), second=st.integers(0, 20))
@QUIET
def test_going_down_in_two_steps_ends_where_one_step_ends(
    new_database: Callable[[], Database], engine_name: str, whole: int, first: int, second: int
) -> None:
    """L17: for time, q0 ≥ a ≥ b, a ≠ 0."""
    first = min(first, whole - 1)
    second = min(second, first)
    api = Api(new_database())
    ends = []
    for path in ([first, second], [second]):
        contract = api.contract()
        api.work(contract, str(whole), "33.37")
        invoice = api.draft(contract)
        api.confirm(invoice)
        for quantity in path:
            corrective = api.correct(invoice)
            api.bill(corrective, str(quantity))
            try:
                invoice = api.confirm(corrective)["invoice"]
            except Rejected as refused:
                assert refused.codes == ["NO_CHANGES"]
                api.do("deleteInvoice", "", invoice={"id": corrective["id"]})
        query = "query($r: OrderRef!) { order(ref: $r) { ... on ProjectContract { billedAmount backlogAmount } } }"
        ends.append(api.run(query, r={"id": contract["id"]}))
    assert ends[0] == ends[1]
    api.database.dispose()
