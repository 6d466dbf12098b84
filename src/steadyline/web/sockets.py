"""
A WebSocket as this package types it: no session, no user, no state of ours hangs on it.
"""

from typing import Any

from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

Socket = WebSocket[Any, Any, Any]

GONE = (WebSocketDisconnect, OSError)
"""What reading and writing raise where the other side is gone: nobody's mistake, and no news for the log."""
