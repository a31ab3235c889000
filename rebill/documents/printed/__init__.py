"""The document for people: PDF/A-3b and HTML in four languages, from the terms of a document; pure (documents 4)."""

from .rendering import Printed, render
from .titles import title_of

__all__ = ["Printed", "render", "title_of"]
