"""Which duties root fields take: sets of which one is enough, as each field states it where it is declared.

None implies another, so that whoever receives goods cannot refund, and whoever invoices cannot credit; but every one of
them reads (access 2.2).
"""

from ..models.vocabulary import EVERY_SCOPE
from ..models.vocabulary import Scope as Scope

READ = EVERY_SCOPE  # whoever writes must see
ANYBODY: frozenset[Scope] = frozenset()  # no duty at all, once it is known who asks
DRAFT = frozenset({Scope.DRAFT})
RECEIVE = frozenset({Scope.RECEIVE})
CREDIT = frozenset({Scope.CREDIT})
PAY = frozenset({Scope.PAY})
SETUP = frozenset({Scope.SETUP})
ADMIN = frozenset({Scope.ADMIN})
BY_DOCUMENT = frozenset({Scope.INVOICE, Scope.CREDIT})  # either; the document itself says which (access 2.5)
