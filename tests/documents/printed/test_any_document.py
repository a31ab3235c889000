"""Documents at random, from facts to page: whatever the file says stands on both pages (law documents 14)."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from pypdf import PdfReader

from rebill.documents.electronic.cii import cii
from rebill.documents.mapping import terms_of
from rebill.documents.terms import PRO_FORMA, Document
from rebill.models.vocabulary import ElectronicProfile, Language
from tests.documents.printed.reading import Texts, html, pages_of, pdf
from tests.documents.random_papers import any_document
from tests.length import usually

PAGES, PRINTED = usually(40, long=400), usually(6, long=60)


def figures(document: Document) -> Iterator[str]:
    """Each amount of the document, as English writes it."""
    amounts = [one.net_amount for one in document.lines]
    amounts += [one.amount if one.is_charge else -one.amount for one in document.charges]
    amounts += [amount for row in document.taxes for amount in (row.base, row.amount)]
    amounts += [document.net_total, document.tax_total, document.total, document.due]
    amounts += [one.net_amount for row in document.corrections for one in (row.billed, row.right, row.difference)]
    return (f"{one:,.{document.places}f}" for one in amounts)


def drawn(seed: int) -> Document:
    """A document at random, in English."""
    return terms_of(replace(any_document(Random(seed))[1], language=Language.EN))


def test_html_holds_every_figure_and_the_number_of_each_document_before() -> None:
    wrong = []
    for seed in range(PAGES):
        document = drawn(seed)
        text = " ".join(Texts(html(document)).texts)
        said = [*figures(document), *(one.number for one in document.preceding)]
        wrong += [(seed, one) for one in said if one not in text]
        assert not document.is_pro_forma or PRO_FORMA not in text
    assert wrong == []


@pytest.mark.parametrize("seed", range(PRINTED))
def test_a_pdf_holds_every_figure_and_the_very_file_that_was_put_in(seed: int) -> None:
    document = drawn(seed)
    file = None if document.is_pro_forma else cii(document, ElectronicProfile.EN16931)
    printed = pdf(document, Language.EN, file)
    text = " ".join(pages_of(printed))
    assert [one for one in figures(document) if one not in text] == []
    assert PdfReader(BytesIO(printed.content)).attachments == ({"factur-x.xml": [file]} if file else {})
