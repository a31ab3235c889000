"""${message}"""

% if "sa." in changes:
import sqlalchemy as sa
% endif
from alembic import op
% if "columns." in changes:

from rebill.migrations import columns
% endif

revision = "${up_revision}"
down_revision = "${down_revision}"
% if guards:

GUARDS = {  # statements, with a blank line between them
% for dialect, sql in guards.items():
    "${dialect}": """\
${"\\"}
${sql}
""",
% endfor
}
% endif


def upgrade() -> None:
    """${message}"""
% for line in changes.splitlines():
    ${line}
% endfor
% if guards:
    connection = op.get_bind()
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
% endif
