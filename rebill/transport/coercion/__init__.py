"""The values of a request against their types, before anything runs: every wrong one is told, with its place.

GraphQL's own coercion stops at a type and names a variable; a form needs the field below it. So each value is looked at
here, from JSON and from the document alike, and GraphQL coerces what has passed (access 6.3).
"""

from .checking import MOST_ERRORS
from .places import Places
from .variables import Checked, checked, wrong_values

__all__ = ["MOST_ERRORS", "Checked", "Places", "checked", "wrong_values"]
