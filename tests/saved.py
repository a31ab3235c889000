"""The operations that GraphiQL opens with; a file may have several, each of which runs by itself."""

from pathlib import Path

from graphql import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, parse, print_ast

from tests.walkthrough import ROOT

FILES = sorted((ROOT / "rebill" / "graphiql" / "operations").glob("*.graphql"))


def operations(path: Path) -> list[DocumentNode]:
    """The operations of a file, in its order, each with the fragments that it spreads."""
    written = parse(path.read_text(encoding="utf-8")).definitions
    fragments = [one for one in written if isinstance(one, FragmentDefinitionNode)]
    return [_alone(one, fragments) for one in written if isinstance(one, OperationDefinitionNode)]


def _alone(operation: OperationDefinitionNode, fragments: list[FragmentDefinitionNode]) -> DocumentNode:
    text = print_ast(operation)
    spread = [one for one in fragments if f"...{one.name.value}\n" in text]
    return DocumentNode(definitions=(operation, *spread))
