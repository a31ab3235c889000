"""graphql-core's executor within the time of a query."""

from typing import Any

from graphql import Executor


class Bounded(Executor[None]):
    """graphql-core's executor, which goes on from object to object only while the query is to go on."""

    def execute_fields(self, *arguments: Any, **named: Any) -> Any:
        """Look at the clock, then resolve the fields of one object."""
        if self.context_value.ending is not None:
            self.context_value.ending.check()
        return super().execute_fields(*arguments, **named)
