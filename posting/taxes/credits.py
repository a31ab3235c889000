"""The tax of what credits lines of a document that was rounded by code and rate (documents 2.5).

Line by line it would not add up to what was billed: so each group of the original is one sum that credits take their
part of, cumulatively, and the part is spread over the lines of the note. However a group is split, its parts add up.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ..amounts import share
from .codes import Group
from .spreading import spread_sum


class Original(NamedTuple):
    """A group of a document: what its sold lines that stand come to, and what was credited of them before.

    Net and tax without the sign of a credit. A line that was corrected since has left its group.
    """

    invoice_id: int
    group: Group
    net: Decimal
    tax: Decimal
    credited_net: Decimal
    credited_tax: Decimal

    @property
    def key(self) -> "OriginalKey":
        """The document, and the group in it."""
        return self.invoice_id, self.group

    def credited(self, net: Decimal, tax: Decimal) -> "Original":
        """Once so much more is credited of it."""
        return self._replace(credited_net=self.credited_net + net, credited_tax=self.credited_tax + tax)


OriginalKey = tuple[int, Group]


def credit_tax(of: Original, net: Decimal, places: int) -> Decimal:
    """The tax of crediting `net` more of a group; positive.

    >>> whole = Original(1, (None, Decimal(25)), Decimal(2376), Decimal(594), Decimal(0), Decimal(0))
    >>> one = credit_tax(whole, Decimal("9.90"), 2)
    >>> two = credit_tax(whole.credited(Decimal("9.90"), one), Decimal("9.90"), 2)
    >>> rest = whole.credited(Decimal("19.80"), one + two)
    >>> str(one), str(two), str(credit_tax(rest, Decimal("2356.20"), 2))
    ('2.48', '2.47', '589.05')
    """
    return share(of.tax, of.credited_net + net, of.net, places) - of.credited_tax


def credit_taxes(of: Original, nets: Sequence[Decimal], places: int) -> list[Decimal]:
    """The tax of each line of a note that credits a group, in their order."""
    return spread_sum(credit_tax(of, sum(nets, Decimal(0)), places), nets, places)
