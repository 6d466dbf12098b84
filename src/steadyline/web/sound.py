"""
Sound for a page to play: whole, or the range of it that a browser asks for when it jumps.
"""

import re
from typing import Any

from litestar import Request, Response

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{1,12})?")


def answer(request: Request[Any, Any, Any], sound: bytes) -> Response[bytes]:
    """FLAC. Nobody on the way may keep it."""
    headers = {"accept-ranges": "bytes", "cache-control": "no-store"}
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None:
        return Response(sound, media_type="audio/flac", headers=headers)
    first = int(asked[1])
    last = min(int(asked[2] or len(sound)), len(sound) - 1)
    headers["content-range"] = f"bytes {first}-{last}/{len(sound)}"
    if first > last:
        return Response(b"", status_code=416, headers={"content-range": f"bytes */{len(sound)}"})
    return Response(sound[first : last + 1], status_code=206, media_type="audio/flac", headers=headers)
