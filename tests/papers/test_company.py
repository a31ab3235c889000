"""The company and what customers have for their documents: entered, normalised, taken away, refused (documents 1)."""

import base64
import struct
import zlib
from typing import Any

import pytest

from tests.access.test_history import changes, history
from tests.api import Api, Rejected
from tests.papers.parties import ADDRESS, BRYGGE, COMPANY, ELECTRONIC, FJORD, changed, company, there

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def png(width: int = 1, *, cut: int = 0, data: bytes | None = None) -> bytes:
    """A picture of one row."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    row = zlib.compress(b"\0" * (width + 1)) if data is None else data
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")
    return whole[: len(whole) - cut]


def uses(levels: int) -> str:
    """A square that each level draws ten times as often as the one before."""
    drawn = '<g id="a0"><path d="M0 0h1v1z"/></g>'
    for level in range(1, levels + 1):
        drawn += f'<g id="a{level}">' + f'<use href="#a{level - 1}"/>' * 10 + "</g>"
    return f'<defs>{drawn}</defs><use href="#a{levels}"/>'


def encoded(content: bytes | str) -> str:
    return base64.b64encode(content if isinstance(content, bytes) else content.encode()).decode()


def refused(api: Api, **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as found:
        company(api, **values)
    return [(one["code"], ".".join(one["path"])) for one in found.value.problems]


@pytest.mark.both_engines
def test_the_company_is_made_once_and_changed_from_then_on_by_what_is_named(api: Api) -> None:
    assert api.run("{ company { id } }") == {"company": None}
    assert refused(api, vatNumber="1") == [("INVALID_INPUT", "name"), ("INVALID_INPUT", "address")]
    made = company(api, **FJORD, contactName="Kari", electronicAddress={"scheme": "0192", "value": "987654325"})
    assert (made["name"], made["vatNumber"]) == ("Fjord Kontor AS", "NO987654325MVA")
    assert there(made["address"]) == FJORD["address"]
    assert [there(one) for one in made["bankAccounts"]] == [{"iban": "NO9386011117947"}]
    assert (made["language"], made["timeZone"], made["taxRounding"]) == ("EN", "UTC", "LINE")
    changes_ = {"contactName": "", "electronicAddress": {"scheme": "0192", "value": ""}, "taxRounding": "RATE"}
    now = company(api, **changes_, reason="New office", address={"street": "  ", "city": "Oslo", "country": "NO"})
    assert (now["contactName"], now["electronicAddress"], now["taxRounding"]) == (None, None, "RATE")
    assert there(now["address"]) == {"city": "Oslo", "country": "NO"}
    assert now["name"] == "Fjord Kontor AS"
    assert api.run(f"{{ company {{ {COMPANY} }} }}")["company"] == now
    entry = history(api)[-1]
    assert (entry["operation"], entry["reason"]) == ("setCompany", "New office")
    assert changes(entry)["contactName"] == ("Kari", None)
    assert changes(entry)["address"][1] == '{"city":"Oslo","country":"NO"}'
    assert api.run("query($i: ID!) { node(id: $i) { ... on Company { name } } }", i=made["id"])["node"]["name"]


@pytest.mark.parametrize(
    ("what", "values", "path"),
    [
        ("check digits of the VAT number", {"vatNumber": "987 654 326 MVA"}, "vatNumber"),
        ("check digits of an IBAN", {"bankAccounts": [{"iban": "NO9386011117948"}]}, "bankAccounts.0.iban"),
        (
            "both numbers",
            {"bankAccounts": [{"iban": "NO9386011117947", "accountNumber": "1"}]},
            "bankAccounts.0",
        ),
        ("no number", {"bankAccounts": [{"bic": "DNBANOKK"}]}, "bankAccounts.0"),
        ("no currency", {"bankAccounts": [{"accountNumber": "1", "currency": "XXY"}]}, "bankAccounts.0.currency"),
        ("no country", {"address": {"country": "UK"}}, "address.country"),
        ("no scheme", {"electronicAddress": {"scheme": "0000", "value": "1"}}, "electronicAddress.scheme"),
        ("no zone", {"timeZone": "Europe/Nowhere"}, "timeZone"),
        ("the zone of whichever machine", {"timeZone": "localtime"}, "timeZone"),
        ("no base64", {"logo": "%%%"}, "logo"),
        ("no picture", {"logo": encoded("GIF89a")}, "logo"),
        ("a picture that is cut off", {"logo": encoded(png(cut=5))}, "logo"),
        ("a picture that is too wide", {"logo": encoded(png(30_000_000))}, "logo"),
        ("a picture that is too large", {"logo": encoded(SVG.format("<!--" + "x" * 204_800 + "-->"))}, "logo"),
        ("a script", {"logo": encoded(SVG.format("<script>1</script>"))}, "logo"),
        ("a handler", {"logo": encoded(SVG.format('<g onload="x()"/>'))}, "logo"),
        ("a link", {"logo": encoded(SVG.format('<image href="https://example.com/a.png"/>'))}, "logo"),
        ("a link in a style", {"logo": encoded(SVG.format("<style>@import 'x';</style>"))}, "logo"),
        ("a link in an attribute", {"logo": encoded(SVG.format('<g style="fill:url(http://x)"/>'))}, "logo"),
        ("a link in other letters", {"logo": encoded(SVG.format(r"<style>g{fill:\75rl(http://x)}</style>"))}, "logo"),
        ("a link in escaped letters", {"logo": encoded(SVG.format(r"<style>g{fill:u\rl(http://x)}</style>"))}, "logo"),
        ("an import in escaped letters", {"logo": encoded(SVG.format(r"<style>@\import 'x';</style>"))}, "logo"),
        ("more than memory holds", {"logo": encoded(SVG.format(uses(7)))}, "logo"),
        ("what stands in itself", {"logo": encoded(SVG.format('<g id="a"><use href="#a"/></g>'))}, "logo"),
        ("a picture without size", {"logo": encoded(SVG.format("").replace("9", "0"))}, "logo"),
        ("letters that no font draws", {"logo": encoded(SVG.format("<text y='9'>A</text>"))}, "logo"),
        ("one deeper than can be drawn", {"logo": encoded(SVG.format("<g>" * 9000 + "</g>" * 9000))}, "logo"),
        ("a picture of broken data", {"logo": encoded(png(data=b"no pixels"))}, "logo"),
        ("a picture longer than is printed", {"logo": encoded(png(20_001))}, "logo"),
        ("an entity", {"logo": encoded('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"))}, "logo"),
        ("another root", {"logo": encoded("<html/>")}, "logo"),
    ],
)
def test_what_no_document_could_bear_is_refused_where_it_stands(
    api: Api, what: str, values: dict[str, Any], path: str
) -> None:
    assert refused(api, **{**FJORD, **values}) == [("INVALID_INPUT", path)], what
    assert api.run("{ company { id } }") == {"company": None}


@pytest.mark.parametrize("logo", [png(), SVG.format('<g fill="url(#a)"><use href="#a"/></g>'), SVG.format(uses(3))])
def test_a_logo_is_kept_by_what_it_is_and_taken_away(api: Api, logo: bytes | str) -> None:
    first = company(api, **FJORD, logo=encoded(logo))["logoSha256"]
    assert len(first) == 64
    assert company(api, logo="")["logoSha256"] is None
    assert company(api, logo=encoded(logo))["logoSha256"] == first


@pytest.mark.both_engines
def test_a_customer_has_what_its_documents_need_and_keeps_what_is_not_named(api: Api) -> None:
    fields = f"number name taxRegistrationNumber {ADDRESS} deliveryAddress {{ city country }} {ELECTRONIC} language "
    fields += "buyerReference requireElectronicDocument electronicFormat electronicProfile"
    made = api.do(
        "createCustomer",
        f"... on CustomerSuccess {{ customer {{ {fields} }} }}",
        currency="NOK",
        **BRYGGE,
        electronicAddress={"scheme": "0192", "value": "1"},
        buyerReference="Kari",
    )["customer"]
    assert there(made["address"]) == BRYGGE["address"]
    usual = (made["requireElectronicDocument"], made["electronicFormat"], made["electronicProfile"])
    assert usual == (False, "UBL", "EN16931")
    assert (made["deliveryAddress"], made["language"]) == (None, None)
    new = {"language": "NB", "deliveryAddress": {"city": "Moss", "country": "NO"}, "electronicProfile": "PEPPOL_BIS_3"}
    changed(api, made["number"], **new, electronicAddress={"scheme": "0192", "value": ""}, buyerReference="")
    now = api.run(f"{{ customers {{ nodes {{ {fields} }} }} }}")["customers"]["nodes"][0]
    gone = {"electronicAddress": None, "buyerReference": None}
    assert now == made | new | gone
    with pytest.raises(Rejected, match="INVALID_INPUT"):
        changed(api, made["number"], address={"country": "No"})


def test_a_product_is_renamed_and_gets_a_unit_that_documents_know(api: Api) -> None:
    answer = "... on ProductSuccess { product { name unit } }"
    number = {"number": api.product("10")}
    assert api.do("updateProduct", answer, product=number, unit="stk")["product"] == {"name": "A", "unit": "stk"}
    with pytest.raises(Rejected, match="nothing to change"):
        api.do("updateProduct", answer, product=number)
