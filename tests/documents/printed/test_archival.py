"""The PDF as an archive and a machine see it: PDF/A-3b, tagged, with the electronic invoice inside (documents 4.3)."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from rebill.documents.printed import Printed
from rebill.documents.printed.titles import Model
from rebill.models.vocabulary import Language
from tests.documents.printed.models import confirmation, credit_note, document, statement
from tests.documents.printed.reading import pdf
from tests.documents.printed.test_bytes import EMBEDDED

FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


def catalog(printed: Printed) -> Any:  # Any: whatever a PDF holds
    return PdfReader(BytesIO(printed.content)).root_object


def metadata(printed: Printed) -> str:
    stream = catalog(printed)["/Metadata"].get_object()
    assert "/Filter" not in stream  # an archive reads it without knowing PDF
    return str(stream.get_data().decode())


def fonts(printed: Printed) -> Iterator[Any]:  # Any: as above
    for page in catalog(printed)["/Pages"]["/Kids"]:
        for font in page.get_object()["/Resources"]["/Font"].values():
            [descendant] = font.get_object()["/DescendantFonts"]
            yield descendant.get_object()["/FontDescriptor"]


@pytest.mark.parametrize(
    "model", [document(50), credit_note(), confirmation(), statement()], ids=lambda one: type(one).__name__
)
def test_every_pdf_is_a_tagged_pdf_a_3b_with_its_fonts_inside(model: Model) -> None:
    printed = pdf(model, Language.NB)
    said = metadata(printed)
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in said
    root = catalog(printed)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nb"
    [intent] = root["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts(printed))
    assert not {"/AA", "/OpenAction", "/AcroForm"} & root.keys()
    reader = PdfReader(BytesIO(printed.content))
    assert not reader.is_encrypted
    assert "/ID" in reader.trailer
    assert len(reader.pages) == printed.pages


def test_the_invoice_inside_is_taken_out_as_it_was_put_in_and_named_in_the_metadata() -> None:
    printed = pdf(credit_note(), Language.DE, EMBEDDED)
    reader = PdfReader(BytesIO(printed.content))
    assert reader.attachments == {"factur-x.xml": [EMBEDDED]}
    [attached] = catalog(printed)["/AF"]
    assert attached["/AFRelationship"] == "/Alternative"
    assert attached["/EF"]["/F"]["/Subtype"] == "/text/xml"
    said = metadata(printed)
    assert f'xmlns:fx="{FX}"' in said
    for value in ("DocumentFileName>factur-x.xml", "DocumentType>INVOICE", "Version>1.0", "ConformanceLevel>EN 16931"):
        assert f"<fx:{value}</fx:" in said


def test_factur_x_finds_the_invoice_inside() -> None:
    facturx = pytest.importorskip("facturx")
    printed = pdf(credit_note(), Language.DE, EMBEDDED)
    found = facturx.get_xml_from_pdf(BytesIO(printed.content), check_xsd=False, check_schematron=False)
    assert found == ("factur-x.xml", EMBEDDED)


@pytest.mark.parametrize(
    "model", [document(number="PRO-FORMA"), confirmation(), statement()], ids=lambda one: type(one).__name__
)
def test_what_is_no_invoice_carries_none(model: Model) -> None:
    printed = pdf(model)
    assert not PdfReader(BytesIO(printed.content)).attachments
    assert FX not in metadata(printed)
    with pytest.raises(AssertionError, match="only a posted document"):
        pdf(model, Language.EN, EMBEDDED)


def test_the_time_stamp_is_that_of_the_posting_or_of_the_content() -> None:
    assert "<xmp:CreateDate>2026-11-02T09:30:00" in metadata(pdf(document()))
    assert "<xmp:CreateDate>2026-10-31T00:00:00" in metadata(pdf(statement()))
    assert "<xmp:CreateDate>2026-11-03T00:00:00" in metadata(pdf(confirmation()))
