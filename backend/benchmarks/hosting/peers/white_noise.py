"""WhiteNoise, for gunicorn."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from whitenoise import WhiteNoise


def nothing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer what is no file."""
    start_response("404 Not Found", [])
    return [b""]


app = WhiteNoise(nothing, root=os.environ["FILES"])
