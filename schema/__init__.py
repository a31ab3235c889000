"""The GraphQL schema: names, nullability and descriptions. Decides nothing.

What types are made of is published first, whichever of its modules is asked for: enums, inputs, and texts at the door.
"""

from . import enums, inputs, texts

__all__ = ["enums", "inputs", "texts"]
