"""The command line: what `rebill` does in a shell."""

from .commands import main

__all__ = ["main"]
