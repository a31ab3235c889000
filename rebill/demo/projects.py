"""The first project contracts: work by time, corrected, drafted and waiting."""

from decimal import Decimal

from ..models.identity import GlobalId, encode
from ..models.vocabulary import BillingMethod, TransactionClass
from ..posting import commands
from ..posting.projects import contracts
from ..posting.projects import entries as work
from ..posting.projects.drafts import changes as draft_changes
from ..posting.projects.drafts import confirmation, corrections, drafts
from .entering import Demo


def _contract(demo: Demo, customer: str, name: str, line: str, method: BillingMethod) -> GlobalId:
    command = commands.CreateProjectContract(
        customer=commands.CustomerRef(number=customer),
        name=name,
        lines=[commands.ContractLineInput(name=line, billing_method=method, tax_code="Z0")],
    )
    contract = demo.do(command, contracts.create_project_contract).contract
    return encode("ContractLine", demo.keys("contract_line", order_id=contract)[0])


def _work(demo: Demo, line: GlobalId, what: str, hours: str, price: str, ready: bool = True) -> None:
    entry = commands.JournalEntryInput(
        contract_line=line,
        transaction_class=TransactionClass.TIME,
        description=what,
        transaction_date=demo.clock.today(),
        quantity=Decimal(hours),
        unit_price=Decimal(price),
        unit_cost=Decimal(100),
        ready_to_invoice=ready,
    )
    demo.do(commands.PostEntryJournal(entries=[entry]), work.post_entry_journal)
    demo.clock.next_day()


def _draft(demo: Demo, contract: str) -> commands.InvoiceRef:
    drafted = demo.do(commands.CreateInvoice(contract=commands.OrderRef(number=contract)), drafts.create_invoice)
    return commands.InvoiceRef(id=encode("Invoice", drafted.invoice))


def _bill_instead(demo: Demo, draft: commands.InvoiceRef, hours: str) -> None:
    """Say what the first detail of a draft should bill."""
    assert draft.id is not None
    invoice = max(demo.keys("invoice", status="DRAFT"))
    detail = encode("InvoiceLineDetail", demo.keys("invoice_line_detail", invoice_id=invoice)[0])
    change = commands.DetailUpdateInput(detail=detail, quantity=Decimal(hours))
    demo.do(
        commands.UpdateInvoiceLineDetails(invoice=draft, details=[change]), draft_changes.update_invoice_line_details
    )


def enter_projects(demo: Demo) -> None:
    """PC-000001 has a corrected, a confirmed and a draft invoice, PC-000002 a corrective draft; PC-000003 is fixed."""
    installation = _contract(demo, "C-000001", "Warehouse lighting", "Installation", BillingMethod.TIME_AND_MATERIAL)
    _work(demo, installation, "Mounting, hall A", "8", "200")
    first = _draft(demo, "PC-000001")
    demo.do(commands.ConfirmInvoice(invoice=first), confirmation.confirm_invoice)
    correction = demo.do(
        commands.CorrectInvoice(invoice=first, reason="Two hours were spent on rework"), corrections.correct_invoice
    )
    corrective = commands.InvoiceRef(id=encode("Invoice", correction.invoice))
    _bill_instead(demo, corrective, "6")
    demo.do(commands.ConfirmInvoice(invoice=corrective), confirmation.confirm_invoice)
    _work(demo, installation, "Mounting, hall B", "10", "200")
    demo.do(commands.ConfirmInvoice(invoice=_draft(demo, "PC-000001")), confirmation.confirm_invoice)
    _work(demo, installation, "Commissioning", "4", "220")
    _draft(demo, "PC-000001")
    _work(demo, installation, "Training", "3", "180", ready=False)
    support = _contract(demo, "C-000003", "Machine vision support", "Support", BillingMethod.TIME_AND_MATERIAL)
    _work(demo, support, "Remote diagnosis", "2.5", "140")
    billed = _draft(demo, "PC-000002")
    demo.do(commands.ConfirmInvoice(invoice=billed), confirmation.confirm_invoice)
    demo.do(commands.CorrectInvoice(invoice=billed), corrections.correct_invoice)
    design = _contract(demo, "C-000002", "Shop design", "Concept and drawings", BillingMethod.FIXED_PRICE)
    _work(demo, design, "Concept", "16", "0", ready=False)
