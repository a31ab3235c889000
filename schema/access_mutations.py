"""The mutations of who may do what."""

from ..posting import commands
from ..posting.approvals import decisions, requests
from ..posting.setup import api_keys, approval_policies
from .access import ApiKeySuccess
from .approvals import ApprovalPolicySuccess, ApprovalSuccess
from .done_to import TO_BE_APPROVED, by_id
from .mutation_declarations import Declared, Mutation
from .scopes import ADMIN, APPROVE, BY_DRAFT_OR_DOCUMENT

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
        "Ends an API key within a second, everywhere, with the sockets that it opened and the approvals that it gave "
        "and nobody used.",
        ADMIN,
        since="0.2.0",
        on=(by_id("ApiKey", "key"),),
    ),
    Mutation(
        commands.SetApprovalPolicy,
        approval_policies.set_approval_policy,
        ApprovalPolicySuccess,
        "Sets when a posting needs somebody else's approval; the same name again changes the policy.",
        ADMIN,
        since="0.2.0",
    ),
    Mutation(
        commands.RequestApproval,
        requests.ask,
        ApprovalSuccess,
        "Plans a posting and asks that exactly this plan be approved. A new request for the same posting replaces the "
        "last one.",
        BY_DRAFT_OR_DOCUMENT,
        start=requests.request_approval,
        since="0.2.0",
        on=TO_BE_APPROVED,
    ),
    Mutation(
        commands.DecideApproval,
        decisions.decide_approval,
        ApprovalSuccess,
        "Approves or declines; only by somebody other than who asked.",
        APPROVE,
        since="0.2.0",
        on=(by_id("Approval", "approval"),),
    ),
)
