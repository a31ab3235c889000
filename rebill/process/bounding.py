"""How much this server lets itself be asked: the profile that the settings choose, and what they say beside it."""

from dataclasses import replace
from pathlib import Path

from ..schema.build import build_schema
from ..transport.budgets import budget_of
from ..transport.graphql_document import meter
from ..transport.origins import Reach
from ..transport.profile import PROFILES, Profile
from ..transport.trusted import NOBODY, Trusted, WrongManifest, loaded_from
from .settings import Settings
from .starting import CannotStart


def profile_of(settings: Settings, reach: Reach) -> Profile:
    """The profile of a server; raises `CannotStart` where the settings say what cannot be."""
    budgeted = _with_budget(PROFILES[settings.limits], settings, reach)
    return replace(budgeted, trusted=_trusted(settings, budgeted))


def _with_budget(profile: Profile, settings: Settings, reach: Reach) -> Profile:
    """Where only this machine reaches the server, nobody is limited who does not say who they are; but by --budget,
    and where --open says that it is meant to be.
    """
    if settings.budget is None:
        limits_anybody = settings.stays_open or not reach.is_loopback
        return replace(profile, budget=profile.usual_budget, limits_anybody=limits_anybody)
    try:
        return replace(profile, budget=budget_of(settings.budget))
    except ValueError as error:
        raise CannotStart(str(error)) from None


def _trusted(settings: Settings, profile: Profile) -> Trusted:
    """The documents of the manifests; a strict server that has some carries out no others."""
    if not settings.documents:
        return Trusted(is_only=True) if settings.trusted_only else NOBODY
    by = meter(build_schema()._schema, profile.document_limits)
    try:
        documents = loaded_from(map(Path, settings.documents), by)
    except WrongManifest as wrong:
        raise CannotStart(str(wrong)) from None
    return Trusted(documents, is_only=settings.trusted_only or settings.limits == "strict")
