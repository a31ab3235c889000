"""structlog, loaded without rich: it would load it to show the values in tracebacks, which are never to be shown.

It takes no word for it but that rich is not installed. Together they are 70 modules and six megabytes of a server.
"""

import sys

_loaded = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module
try:
    import structlog
    from structlog.typing import ExcInfo, Processor
finally:
    del sys.modules["rich"]
    if _loaded is not None:
        sys.modules["rich"] = _loaded

__all__ = ["ExcInfo", "Processor", "structlog"]
