"""How much this server lets itself be asked: the profile that the settings choose, and what they say beside it."""

from dataclasses import replace

from ..transport.budgets import budget_of
from ..transport.origins import Reach
from ..transport.profile import PROFILES, Profile
from .settings import Settings
from .starting import CannotStart


def profile_of(settings: Settings, reach: Reach) -> Profile:
    """The profile of a server; raises `CannotStart` where the settings say what cannot be.

    Who asks is limited unless only this machine can reach the server, or where a budget is given.
    """
    profile = PROFILES[settings.limits]
    if settings.budget is None:
        return replace(profile, budget=None if reach.is_loopback else profile.usual_budget)
    try:
        return replace(profile, budget=budget_of(settings.budget))
    except ValueError as error:
        raise CannotStart(str(error)) from None
