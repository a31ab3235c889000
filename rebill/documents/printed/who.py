"""Parties, addresses and accounts as lines of a page; what is missing leaves no line."""

from collections.abc import Iterator

from ...models.vocabulary import Language
from ..parties import Account, Address, Delivery, Party
from .figures import NBSP, country
from .sheet import Block
from .words import Say, words_of

CVR, HANDELSREGISTER, ORGANISATION = "DK", "DE", "NO"  # where the number has the name that the language gives it
REGISTERS = {Language.DA: CVR, Language.DE: HANDELSREGISTER, Language.NB: ORGANISATION}


def letterhead(seller: Party | None, language: Language) -> Block:
    """Who sends it: name, address, numbers, whom to ask."""
    if seller is None:
        return Block("", ())
    named = [seller.name, *_given(seller.trading_name)]
    reached = [
        *_given(seller.contact_name),
        *(words_of(language)("phone", number=one) for one in _given(seller.phone)),
        *_given(seller.email),
    ]
    return Block("", (*named, *address_lines(seller.address, language), *_numbers(seller, language), *reached))


def buyer_block(buyer: Party, heading: str, language: Language) -> Block:
    """Whom it is addressed to."""
    say = words_of(language)
    attention = [say("attention", person=one) for one in _given(buyer.contact_name)]
    named = [buyer.name, *_given(buyer.trading_name), *attention]
    reached = [*(say("phone", number=one) for one in _given(buyer.phone)), *_given(buyer.email)]
    return Block(heading, (*named, *address_lines(buyer.address, language), *_numbers(buyer, language), *reached))


def delivery_blocks(delivery: Delivery | None, heading: str, language: Language) -> Iterator[Block]:
    """Where the goods went, where that is known."""
    if delivery is not None:
        lines = (*_given(delivery.name), *address_lines(delivery.address, language))
        if lines:
            yield Block(heading, lines)


def address_lines(address: Address | None, language: Language) -> tuple[str, ...]:
    """An address as it stands on a letter."""
    if address is None:
        return ()
    city = " ".join((*_given(address.postal_code), *_given(address.city)))
    lines = (address.street, address.additional_street, city, address.region, country(address.country, language))
    return tuple(one for line in lines for one in _given(line))


def account_lines(account: Account, say: Say) -> tuple[str, ...]:
    """Where to pay to."""
    lines: list[str] = []
    if account.iban:
        lines.append(say("iban", number=_in_fours(account.iban)))
    elif account.account_number and account.branch_number:
        lines.append(say("branch-account", branch=account.branch_number, number=account.account_number))
    elif account.account_number:
        lines.append(say("account", number=account.account_number))
    lines += [say("bic", number=one) for one in _given(account.bic)]
    return (*lines, *(say("account-name", holder=one) for one in _given(account.account_name)))


def _numbers(party: Party, language: Language) -> Iterator[str]:
    say = words_of(language)
    own = party.address is not None and REGISTERS.get(language) == party.address.country
    for number in _given(party.registration_number):
        yield say("registration-number" if own else "registration-elsewhere", number=number)
    for number in _given(party.vat_number):
        yield say("vat-number", number=number)
    yield from _given(party.legal_information)


def _in_fours(iban: str) -> str:
    return NBSP.join(iban[place : place + 4] for place in range(0, len(iban), 4))


def _given(text: str | None) -> tuple[str, ...]:
    return (text,) if text and not text.isspace() else ()
