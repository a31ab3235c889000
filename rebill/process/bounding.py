"""How much this server lets itself be asked: the profile that the settings choose, and what they say beside it."""

from dataclasses import replace

from ..transport.budgets import budget_of
from ..transport.origins import Reach
from ..transport.profile import PROFILES, Profile
from .settings import Settings
from .starting import CannotStart


def profile_of(settings: Settings, reach: Reach) -> Profile:
    """The profile of a server; raises `CannotStart` where the settings say what cannot be.

    Where only this machine reaches the server, nobody is limited who does not say who they are, unless by --budget.
    """
    profile = PROFILES[settings.limits]
    if settings.budget is None:
        return replace(profile, budget=profile.usual_budget, limits_anybody=not reach.is_loopback)
    try:
        return replace(profile, budget=budget_of(settings.budget))
    except ValueError as error:
        raise CannotStart(str(error)) from None
