"""Every problem that any test comes across is held to the values that its code always has (access 6.10).

Whatever provokes a refusal, and wherever its values were put together, it is looked at: a code whose values are missing
in one place is a bug of the place, and no list of places would be whole.
"""

from rebill.models.wording.params import ALWAYS
from rebill.posting.problems import Problem
from rebill.posting.saying import AS_TOLD


def hold_problems_to_their_params() -> None:
    """Let no problem be made without them, from now on in this process."""
    make = Problem.__init__

    def made(self: Problem, *given: object, **more: object) -> None:
        make(self, *given, **more)  # type: ignore[arg-type]  # as it is given
        names = {"expected" if name == "approved" else name for name, _ in self.params}  # of a plan, with an approval
        missing = [one for one in ALWAYS.get(self.code, ()) if one not in names]
        assert not missing or self.variant == AS_TOLD, (self.code, self.variant, missing)

    Problem.__init__ = made  # type: ignore[method-assign]  # for the tests
