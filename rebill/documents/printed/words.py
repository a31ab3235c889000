"""The words of a page in its language, from the catalogues of all that people are told (models/wording)."""

from collections.abc import Callable

from ...models.vocabulary import Language
from ...models.wording import Language as Catalogue
from ...models.wording import phrase_of

Say = Callable[..., str]


def words_of(language: Language) -> Say:
    """Says a phrase of printed.ftl by its key, with what it speaks of.

    >>> words_of(Language.DE)("due-date"), words_of(Language.EN)("credits", number="INV-000001", day="31 Oct 2026")
    ('Fälligkeitsdatum', 'Credits invoice INV-000001 of 31 Oct 2026')
    """
    catalogue = Catalogue(language.value.lower())

    def say(key: str, **values: str) -> str:
        said = phrase_of(f"printed-{key}", values, catalogue)
        assert said != f"printed-{key}", f"there are no words for {key}"
        return said

    return say
