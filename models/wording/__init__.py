"""What people are told, in their language: one catalogue a language, and who reads which."""

from .catalogue import APART, Words, message_of, phrase_of, remedy_of
from .languages import ENGLISH, Language, language_of

__all__ = ["APART", "ENGLISH", "Language", "Words", "language_of", "message_of", "phrase_of", "remedy_of"]
