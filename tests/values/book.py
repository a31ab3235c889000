"""A small book with something for every mutation to work on, and for each an input that would be carried out."""

from typing import Any

from rebill.models.identity import encode
from tests.api import Api

Inputs = dict[str, dict[str, Any]]
ADDRESS = {"street": "Kaigata 3", "postalCode": "0150", "city": "Oslo", "country": "NO"}


def sane_inputs(api: Api) -> Inputs:
    """The arguments that each root field could be called with on a book that is made here."""
    return _sales(api) | _projects(api) | _set_up() | _queries(api)


def _sales(api: Api) -> Inputs:
    customer, product = api.customer(), api.product("100", cost="60")
    line = {"product": {"number": product}, "quantity": "10"}
    invoice, other = api.invoiced(customer, line), api.invoiced(customer, line)
    sold = invoice["lines"][0]["id"]
    created, open_, waiting = (api.return_order((sold, "2")) for _ in range(3))
    received = api.return_order((sold, "1"))
    api.arrive(received, (1, "1"))
    api.receive(received)
    api.arrive(waiting, (1, "1"), quarantine=True, code=None)  # type: ignore[arg-type]  # none in quarantine
    credited = api.return_order((other["lines"][0]["id"], "1"))
    api.arrive(credited, (1, "1"))
    api.receive(credited)
    credit = api.credit(credited, settlement="NONE")["invoice"]["number"]
    api.pay(other["number"], "1")
    charge = {"description": "Fee", "category": "FIXED", "value": "5", "taxRate": "25", "currency": "NOK"}
    order, its_line = {"id": received["id"]}, received["lines"][0]["id"]
    post = {
        "order": order,
        "quantity": "DELIVER_NOW",
        "lines": [{"line": its_line, "quantity": "1"}],
        "settlement": "NONE",
    }
    post["creditUse"] = {
        "refund": "10",
        "keep": "90",
        "apply": [{"invoice": {"number": invoice["number"]}, "amount": "25"}],
    }
    run = {"orders": [{"id": received["id"]}], "invoiceDate": "2026-09-01"}
    arrival = {"line": open_["lines"][0]["id"], "quantity": "1", "dispositionCode": "CREDIT"}
    quarantined = next(one for one in _lines(api, waiting) if one["returnStatus"] == "QUARANTINE")["id"]
    inspected = {"line": quarantined, "quantity": "1", "dispositionCode": "CREDIT"}
    return {
        "requestApproval": {"posting": {"postReturnInvoice": post}},
        "createCustomer": {"number": "N-1", "name": "N", "currency": "NOK", "paymentTermsDays": 14},
        "updateCustomer": {
            "customer": {"number": customer},
            "name": "Nor",
            "paymentTermsDays": 10,
            "address": ADDRESS,
            "electronicAddress": {"scheme": "0192", "value": "987654325"},
            "email": "post@example.com",
        },
        "updateProduct": {"product": {"number": product}, "name": "N", "unit": "stk"},
        "createProduct": {"number": "N-1", "name": "N", "salesPrice": "10", "costPrice": "5", "taxRate": "25"},
        "createSalesOrder": {
            "customer": {"number": customer},
            "lines": [line | {"unitPrice": "9"}],
            "purchaseOrderNumber": "PO-1",
            "buyerReference": "Kari",
            "deliveryAddress": ADDRESS,
        },
        "createReturnOrder": {
            "customer": {"number": customer},
            "reasonCode": "late",
            "lines": [{"product": {"number": product}, "unitPrice": "9", "quantity": "1", "charges": [charge]}],
            "charges": [charge],
            "precedingInvoices": [{"number": invoice["number"]}],
        },
        "updateReturnOrder": {
            "order": {"id": open_["id"]},
            "reasonCode": "x",
            "deadline": "2026-12-31",
            "charges": [charge],
            "lines": [{"line": open_["lines"][0]["id"], "unitPrice": "80", "description": "x", "charges": [charge]}],
        },
        "registerArrival": {"order": {"id": open_["id"]}, "lines": [arrival]},
        "endQuarantine": {"order": {"id": waiting["id"]}, "lines": [inspected]},
        "setDisposition": {"order": {"id": open_["id"]}, "line": open_["lines"][0]["id"], "dispositionCode": None},
        "createReplacementOrder": {"order": {"id": created["id"]}, "lines": [line]},
        "cancelReturnOrder": {"order": {"id": created["id"]}, "lines": [created["lines"][0]["id"]]},
        "postPackingSlip": {"order": {"id": _delivered(api, customer, line)}, "date": "2026-09-01"},
        "postReturnInvoice": post,
        "planReturnInvoice": post,
        "postInvoices": run,
        "planRun": run,
        "createRunSchedule": {"name": "Nightly", "cron": "0 6 * * *", "timeZone": "UTC", "select": {"received": True}},
        "recordPayment": {"invoice": {"number": invoice["number"]}, "amount": "5", "date": "2026-09-01"},
        "settleInvoices": {"invoice": {"number": other["number"]}, "creditNote": {"number": credit}, "amount": "5"},
        "recordExternalReference": {"invoice": {"number": invoice["number"]}, "system": "KSEF", "value": "1"},
        "issueDocuments": {"invoices": [{"number": invoice["number"]}], "print": ["HTML"], "electronic": []},
        "markInvoicePaid": {"invoice": {"number": invoice["number"]}, "date": "2026-09-01", "reference": "B"},
        "writeOff": {"invoice": {"number": invoice["number"]}, "amount": "1", "reason": "x", "date": "2026-09-01"},
        "unsettle": {"settlement": _settlement(api, other["number"]), "reason": "x", "date": "2026-09-01"},
        "setReasonCode": {"code": "LATE", "description": "Late", "charges": [charge]},
        "setDispositionCode": {"code": "MEND", "description": "Mend", "action": "CREDIT", "charges": [charge]},
    }


def _settlement(api: Api, invoice: str) -> str:
    """The first settlement of an invoice."""
    query = "query($n: String!) { invoice(ref: {number: $n}) { settlements { id } } }"
    return str(api.run(query, n=invoice)["invoice"]["settlements"][0]["id"])


def _lines(api: Api, order: dict[str, Any]) -> list[dict[str, Any]]:
    query = "query($k: ID!) { node(id: $k) { ... on ReturnOrder { lines { id returnStatus } } } }"
    found: list[dict[str, Any]] = api.run(query, k=order["id"])["node"]["lines"]
    return found


def _delivered(api: Api, customer: str, line: dict[str, Any]) -> str:
    """A sales order of which nothing is delivered yet."""
    made = api.do(
        "createSalesOrder", "... on SalesOrderSuccess { order { id } }", customer={"number": customer}, lines=[line]
    )
    return str(made["order"]["id"])


def _projects(api: Api) -> Inputs:
    contract = api.contract()
    line, named = contract["lines"][0]["id"], {"id": contract["id"]}
    api.work(contract, "8", "100")
    invoice = api.confirm(api.draft(contract))["invoice"]
    rows = api.work(contract, "2", "100", readyToInvoice=False)
    unbilled = next(row["id"] for row in rows if _is_open(api, row["id"]))
    api.work(contract, "4", "100")
    draft = api.draft(contract)
    its, detail = {"id": draft["id"]}, draft["details"]["nodes"][0]["id"]
    retainer = {"description": "Advance", "amount": "100", "invoiceDate": "2026-09-01"}
    made = "... on RetainerSuccess { retainer { id } }"
    held = api.do("createRetainer", made, contract=named, retainer=retainer)["retainer"]["id"]
    api.work(contract, "1", "100")
    entry = {"contractLine": line, "transactionClass": "TIME", "description": "W", "transactionDate": "2026-08-31"}
    manual = {"contractLine": line, "transactionClass": "FEE", "description": "F", "startDate": "2026-08-31"}
    priced = {"quantity": "1", "unitPrice": "10", "taxAmount": "2"}
    canceling = {"invoice": {"id": invoice["id"]}, "reason": "R", "invoiceDate": "2026-09-01", "settlement": "NONE"}
    rule = {"where": {"invoices": [{"id": invoice["id"]}]}, "change": {"unitPrice": "90"}, "reason": "R"}
    return {
        "createProjectContract": {
            "customer": {"number": api.customer()},
            "name": "P",
            "lines": [{"name": "A", "billingMethod": "FIXED_PRICE", "milestones": [{"name": "M", "amount": "9"}]}],
            "retainers": [retainer],
            "notToExceedLimit": None,
        },
        "postEntryJournal": {"entries": [entry | priced | {"unitCost": "1"}]},
        "markReadyToInvoice": {"actuals": [unbilled], "retainers": [held]},
        "createInvoice": {"contract": named, "cutOffDate": "2026-09-01"},
        "updateInvoice": {"invoice": its, "invoiceDate": "2026-09-01", "dueDate": "2026-09-30", "reason": "R"},
        "updateInvoiceLineDetails": {"invoice": its, "details": [{"detail": detail, "quantity": "3"}]},
        "addInvoiceLineDetails": {"invoice": its, "details": [manual | priced]},
        "removeInvoiceLineDetails": {"invoice": its, "details": [detail]},
        "refreshInvoice": {"invoice": its, "cutOffDate": "2026-09-01"},
        "markInvoiceInReview": {"invoice": its, "inReview": True},
        "deleteInvoice": {"invoice": its},
        "confirmInvoice": {"invoice": its, "invoiceDate": "2026-09-01", "settlement": "NONE"},
        "planInvoiceConfirmation": {"invoice": its, "invoiceDate": "2026-09-01"},
        "cancelInvoice": canceling,
        "planInvoiceCancellation": canceling,
        "correctInvoices": rule,
        "planCorrections": rule,
        "confirmInvoices": {"invoices": [its]},
        "correctInvoice": {"invoice": {"id": invoice["id"]}, "details": [invoice["details"]["nodes"][0]["id"]]},
        "createRetainer": {"contract": named, "retainer": retainer},
        "setNotToExceedLimit": {"contract": named, "contractLine": line, "limit": "5000"},
        "evaluateNotToExceed": {"contract": named},
        "cancelEntries": {"actuals": [unbilled]},
        "markReadyToRefund": {"retainers": [held]},
    }


def _is_open(api: Api, key: str) -> bool:
    query = "query($k: ID!) { node(id: $k) { ... on Actual { transactionType } } }"
    return bool(api.run(query, k=key)["node"]["transactionType"] == "UNBILLED_SALES")


def _set_up() -> Inputs:
    return {
        "setFiscalPeriod": {"from": "2026-01-01", "to": "2026-12-31", "status": "OPEN", "reason": "R"},
        "setReasonCodeGroup": {"code": "G", "description": "Group"},
        "setTaxCode": {
            "code": "S25",
            "description": "Taxed",
            "category": "STANDARD",
            "exemptionReason": "",
            "account": "2701",
            "rates": [{"from": "2020-01-01", "rate": "25"}],
        },
        "setPostingAccount": {"postingType": "SCRAP", "account": "6000", "name": "Scrap"},
        "setCompany": {
            "name": "N",
            "vatNumber": "NO987654325MVA",
            "address": ADDRESS,
            "electronicAddress": {"scheme": "0192", "value": "987654325"},
            "bankAccounts": [{"iban": "NO9386011117947", "bic": "DNBANOKK", "currency": "NOK"}],
            "timeZone": "Europe/Oslo",
            "logo": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
            "reason": "R",
        },
        "setParameters": {"returnValidityDays": 30, "writeOffLimit": "10"},
        "createApiKey": {"name": "books", "scopes": ["ADMIN"], "owner": "kari", "expiresAt": "2099-01-01T00:00:00Z"},
        "revokeApiKey": {"key": encode("ApiKey", 1)},
        "setApprovalPolicy": {
            "name": "large credits",
            "documentType": ["CREDIT_NOTE"],
            "customers": [{"number": "C-000001"}],
            "limits": [{"currency": "EUR", "amount": "500"}],
        },
        "decideApproval": {"approval": encode("Approval", 1), "decision": "DECLINE", "reason": "R"},
    }


def _queries(api: Api) -> Inputs:
    numbered = {"number": "X-1"}
    filters = {name: {"filter": {}, "first": 1} for name in ("orders", "invoices", "actuals", "customers", "products")}
    point = api.run("{ actuals(last: 1) { nodes { id } } }")["actuals"]["nodes"][0]["id"]
    return filters | {
        "node": {"id": point},
        "nodes": {"ids": [point]},
        "order": {"ref": numbered},
        "invoice": {"ref": numbered},
        "customer": {"ref": numbered},
        "explain": {"ref": {"actual": point}},
        "ledgerDiff": {"from": {"sequence": 0}},
        "returnStatistics": {"by": "REASON"},
        "postingRun": {"id": point},
        "updateRunSchedule": {"schedule": point, "name": "N", "cron": "@daily", "timeZone": "UTC"},
        "runSchedules": {},
        "postingRuns": {},
        "resumePostingRun": {"id": point},
        "cancelPostingRun": {"id": point},
    }
