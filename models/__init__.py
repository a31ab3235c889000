"""What Rebill stores, and the words it uses for it.

The vocabulary (enums and value objects) and the SQLModel tables. Nothing is re-exported here: import from the module
that defines a name (the vocabulary is one), so that the layer check sees every edge.
"""

from .sqlite_memory import count_no_memory

count_no_memory()  # before anything below uses SQLite
