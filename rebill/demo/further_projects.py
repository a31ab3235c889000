"""Further project contracts: a retainer, milestones and a product, and a bill that two customers share.

They are what docs/corrections.md tells of.
"""

from decimal import Decimal

from ..models.identity import GlobalId, encode
from ..models.vocabulary import BillingMethod, ContractLineType, TransactionClass
from ..posting import commands
from ..posting.projects import contracts, ready_marks
from ..posting.projects import entries as work
from ..posting.projects.drafts import confirmation, corrections, drafts
from .entering import Demo


def enter_further_projects(demo: Demo) -> None:
    """PC-000004 has a retainer, PC-000005 milestones and a product, PC-000006 is shared by two customers."""
    _retained(demo)
    _fixed_price(demo)
    _shared(demo)


def _contract(demo: Demo, command: commands.CreateProjectContract) -> int:
    return demo.do(command, contracts.create_project_contract).contract


def _line(demo: Demo, contract: int) -> GlobalId:
    """Its only line."""
    (key,) = demo.keys("contract_line", order_id=contract)
    return encode("ContractLine", key)


Entry = tuple[TransactionClass, str, str, str, str]  # what kind, what was done, quantity, price, cost


def _post(demo: Demo, line: GlobalId, *entries: Entry, ready: bool = True) -> None:
    """Approved work."""
    posted = [
        commands.JournalEntryInput(
            contract_line=line,
            transaction_class=kind,
            description=what,
            transaction_date=demo.clock.today(),
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            unit_cost=Decimal(cost),
            tax_code="S25",
            ready_to_invoice=ready,
        )
        for kind, what, quantity, price, cost in entries
    ]
    demo.do(commands.PostEntryJournal(entries=posted), work.post_entry_journal)
    demo.clock.next_day()


def _draft(
    demo: Demo, contract: int, customer: str | None = None, applied: list[commands.AppliedRetainerInput] | None = None
) -> commands.InvoiceRef:
    command = commands.CreateInvoice(
        contract=commands.OrderRef(id=encode("ProjectContract", contract)),
        customer=None if customer is None else commands.CustomerRef(number=customer),
        retainers=applied,
    )
    return commands.InvoiceRef(id=encode("Invoice", demo.do(command, drafts.create_invoice).invoice))


def _confirm(demo: Demo, draft: commands.InvoiceRef) -> None:
    demo.do(commands.ConfirmInvoice(invoice=draft), confirmation.confirm_invoice)
    demo.clock.next_day()


def _retained(demo: Demo) -> None:
    """INV-000008 bills the retainer, INV-000009 the work and applies a part of the retainer; testing is open."""
    contract = _contract(
        demo,
        commands.CreateProjectContract(
            customer=commands.CustomerRef(number="C-000001"),
            name="Control room",
            lines=[commands.ContractLineInput(name="Assembly", billing_method=BillingMethod.TIME_AND_MATERIAL)],
            retainers=[commands.RetainerInput(description="Advance on assembly", amount=Decimal(30000), tax_code="Z0")],
        ),
    )
    line = _line(demo, contract)
    retainers = [encode("Retainer", key) for key in demo.keys("retainer", order_id=contract)]
    demo.do(commands.MarkReadyToInvoice(retainers=retainers), ready_marks.mark_ready_to_invoice)
    _confirm(demo, _draft(demo, contract))
    _post(
        demo,
        line,
        (TransactionClass.TIME, "Programming", "20", "1200", "700"),
        (TransactionClass.EXPENSE, "Hotel nights", "3", "1400", "1400"),
        (TransactionClass.MATERIAL, "Cable tray, metres", "50", "90", "55"),
        (TransactionClass.FEE, "Project set-up", "1", "8000", "0"),
    )
    applied = [commands.AppliedRetainerInput(retainer=one, amount=Decimal(12000)) for one in retainers]
    _confirm(demo, _draft(demo, contract, applied=applied))
    _post(demo, line, (TransactionClass.TIME, "Testing", "6", "1200", "700"), ready=False)


def _milestone(name: str, amount: int) -> commands.MilestoneInput:
    return commands.MilestoneInput(name=name, amount=Decimal(amount), tax_code="S25")


def _fixed_price(demo: Demo) -> None:
    """INV-000010 bills the drawings too early; INV-000011 credits them, and bills the survey and the work lights."""
    milestones = [
        _milestone("Survey", 40000),
        _milestone("Drawings", 30000),
        _milestone("Installation", 80000),
        _milestone("Handover", 20000),
    ]
    fit_out = commands.ContractLineInput(
        name="Fit-out", billing_method=BillingMethod.FIXED_PRICE, milestones=milestones
    )
    lights = commands.ContractLineInput(
        name="Work lights",
        type=ContractLineType.PRODUCT_BASED,
        product=commands.ProductRef(number="P-000003"),
        quantity=Decimal(12),
        tax_code="S25",
    )
    command = commands.CreateProjectContract(
        customer=commands.CustomerRef(number="C-000002"), name="Shop fit-out", lines=[fit_out, lights]
    )
    contract = _contract(demo, command)
    line, product = demo.keys("contract_line", order_id=contract)
    keys = demo.keys("milestone", contract_line_id=line)
    survey, drawings, installation, _ = [encode("Milestone", key) for key in keys]
    demo.do(commands.MarkReadyToInvoice(milestones=[drawings]), ready_marks.mark_ready_to_invoice)
    too_early = _draft(demo, contract)
    _confirm(demo, too_early)
    ready = commands.MarkReadyToInvoice(milestones=[survey], contract_lines=[encode("ContractLine", product)])
    demo.do(ready, ready_marks.mark_ready_to_invoice)
    draft = _draft(demo, contract)
    correction = commands.CorrectInvoice(invoice=too_early, add_to=draft.id, reason="The drawings are not approved yet")
    demo.do(correction, corrections.correct_invoice)
    _confirm(demo, draft)
    demo.do(commands.MarkReadyToInvoice(milestones=[installation]), ready_marks.mark_ready_to_invoice)


def _shared(demo: Demo) -> None:
    """INV-000012 bills one customer 60 % of the work, INV-000013 the other 40 %."""
    shares = [("C-000001", 60, True), ("C-000002", 40, False)]
    command = commands.CreateProjectContract(
        customer=commands.CustomerRef(number="C-000001"),
        name="Access road lighting",
        lines=[commands.ContractLineInput(name="Lighting", billing_method=BillingMethod.TIME_AND_MATERIAL)],
        customers=[
            commands.ContractCustomerInput(
                customer=commands.CustomerRef(number=number), percent=Decimal(percent), takes_rounding=takes_rounding
            )
            for number, percent, takes_rounding in shares
        ],
    )
    contract = _contract(demo, command)
    line = _line(demo, contract)
    _post(demo, line, (TransactionClass.TIME, "Trenching", "10", "950", "600"))
    for number, _, _ in shares:
        _confirm(demo, _draft(demo, contract, customer=number))
