"""Tryton credits and posts invoices: for each number of lines on standard input it answers what one took, as JSON.

    DB_NAME=tryton TRYTOND_DATABASE__PATH=FOLDER python credit.py

It runs in a Python of its own, where Tryton is installed, on a new SQLite file. Its models are called directly, in one
transaction that is committed: no HTTP, no JSON and no access rules are in its way. What is timed is what its wizard of
credit notes does, and the posting of what that makes; the invoice is made and posted beforehand.
"""

import datetime
import json
import os
import sys
import time
from decimal import Decimal

from proteus import Model
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, create_tax, get_accounts
from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences
from trytond.modules.company.tests.tools import create_company, get_company
from trytond.pool import Pool
from trytond.tests.tools import activate_modules
from trytond.transaction import Transaction, TransactionError

NAME = os.environ["DB_NAME"]
LOCKS = {}


def set_up():
    """A company with accounts, a fiscal year, a tax and a customer; their keys."""
    activate_modules("account_invoice", create_company, create_chart)
    year = set_fiscalyear_invoice_sequences(create_fiscalyear(today=datetime.date.today()))
    year.click("create_period")
    tax = create_tax(Decimal("0.25"))
    tax.save()
    party = Model.get("party.party")(name="Customer")
    party.save()
    return {"company": get_company().id, "revenue": get_accounts()["revenue"].id, "tax": tax.id, "party": party.id}


def invoiced(keys, lines):
    """The key of a posted invoice of so many lines."""

    def make():
        pool = Pool()
        Invoice, Line, Party = (pool.get(name) for name in ("account.invoice", "account.invoice.line", "party.party"))
        invoice = Invoice(type="out", party=Party(keys["party"]), company=keys["company"])
        invoice.on_change_type()
        invoice.on_change_party()
        invoice.currency = Invoice.default_currency()
        invoice.lines = [
            Line(
                type="line",
                description=f"Room {place + 1}",
                quantity=1,
                unit_price=Decimal("100.50") + place,
                account=keys["revenue"],
                taxes=[keys["tax"]],
                company=keys["company"],
                currency=invoice.currency,
            )
            for place in range(lines)
        ]
        invoice.save()
        Invoice.post([invoice])
        return invoice.id

    return committed(keys, make)


def credited(keys, invoice):
    """Seconds on the clock and of the processor that the credit note took, and its total."""

    def credit():
        Invoice = Pool().get("account.invoice")
        credits = Invoice.credit([Invoice(invoice)])
        Invoice.post(credits)
        return str(credits[0].total_amount)

    clock, processor = time.perf_counter(), time.process_time()
    total = committed(keys, credit)
    spent = {"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor}
    return {**spent, "total": total}


def committed(keys, act):
    """What something gives in a transaction of the administrator in the company.

    The locks that it turns out to need are taken at the beginning of another try, as Tryton's dispatcher has it; those
    that are known already are taken at once, so that none is tried twice for the sake of its number.
    """
    while True:
        context = {"company": keys["company"], "companies": [keys["company"]]}
        with Transaction().start(NAME, 1, context=context, **LOCKS) as writing:
            try:
                found = act()
                writing.commit()
                return found
            except TransactionError as lacking:
                writing.rollback()
                lacking.fix(LOCKS)


def main():
    """Answer line by line until there are no more."""
    keys = set_up()
    credited(keys, invoiced(keys, 1))
    print(json.dumps({"ready": True}), flush=True)
    for asked in sys.stdin:
        print(json.dumps(credited(keys, invoiced(keys, int(asked)))), flush=True)


if __name__ == "__main__":
    main()
