"""What people are told, in their language: one catalogue a language, and who reads which."""

from .catalogue import APART, Words, is_told, message_of, phrase_of, remedy_of
from .languages import ENGLISH, Language, language_of

__all__ = ["APART", "ENGLISH", "Language", "Words", "is_told", "language_of", "message_of", "phrase_of", "remedy_of"]
