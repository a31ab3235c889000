"""The laws of advances and of the codes that corrections begin with find the errors that are planted (documents 8)."""

from rebill.models.database import Database
from tests.api import Api
from tests.laws.tampering import broken_into, missed
from tests.projects import Project
from tests.test_tax_codes import tax_code

LAW, PREVIOUS = "documents 6 advances", "documents 2.6 previous code"
CENT = 100  # ten-thousandths, as SQLite keeps amounts
OF_KIND = "UPDATE actual SET tax_amount = tax_amount + {cent} WHERE id = (SELECT max(id) FROM actual WHERE {which})"
PLANTED = [
    (LAW, f"UPDATE retainer SET billed_tax_amount = billed_tax_amount + {CENT}"),
    (LAW, f"UPDATE retainer SET used_tax_amount = used_tax_amount - {CENT}"),
    (LAW, f"UPDATE retainer SET refunded_tax_amount = refunded_tax_amount + {CENT}"),
    (LAW, OF_KIND.format(cent=CENT, which="rule = 'retainer.first.billed'")),
    (LAW, OF_KIND.format(cent=CENT, which="retainer_id IS NOT NULL AND transaction_type = 'UNBILLED_SALES'")),
    (LAW, "UPDATE retainer SET used_amount = billed_amount - refunded_amount"),
    (PREVIOUS, "UPDATE invoice_line_detail SET previous_tax_code_id = NULL WHERE correction"),
    (PREVIOUS, "UPDATE invoice_line_detail SET previous_tax_rate = previous_tax_rate + 1 WHERE correction"),
    (PREVIOUS, "UPDATE invoice_line_detail SET previous_tax_code_id = 1 WHERE NOT correction"),
]


def test_each_planted_error_is_found(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    tax_code(api, "S25")
    advance = {"description": "Advance", "amount": "333.33", "taxCode": "S25"}
    project = Project.of(api, retainers=[advance])
    project.retained()
    project.work("1", "200")
    invoice = project.confirm(project.draft(retainers=[{"retainer": project.retainer["id"], "amount": "111.11"}]))
    draft = project.correct(invoice, startFrom="BILLED")
    place = next(at for at, one in enumerate(draft["details"]["nodes"]) if one["retainer"])
    project.confirm(project.bill(draft, place, amount="100"))
    assert api.broken_laws() == []
    with broken_into(sqlite_database) as intruder:
        assert missed(intruder, PLANTED) == []
