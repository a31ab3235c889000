"""The mutations of who may do what."""

from ..posting import commands
from ..posting.setup import api_keys
from .access import ApiKeySuccess
from .done_to import by_id
from .mutation_declarations import Declared, Mutation
from .scopes import ADMIN

ACCESS_MUTATIONS: tuple[Declared, ...] = (
    Mutation(
        commands.CreateApiKey,
        api_keys.create_api_key,
        ApiKeySuccess,
        "Makes an API key and shows its secret, this once. The first key of all needs ADMIN among its scopes.",
        ADMIN,
        since="0.2.0",
    ),
    Mutation(
        commands.RevokeApiKey,
        api_keys.revoke_api_key,
        ApiKeySuccess,
        "Ends an API key within a second, everywhere, with the sockets that it opened.",
        ADMIN,
        since="0.2.0",
        on=(by_id("ApiKey", "key"),),
    ),
)
