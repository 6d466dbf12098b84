"""
A WebSocket as this package types it: no session, no user, no state of ours hangs on it.
"""

from typing import Any

from litestar import WebSocket

Socket = WebSocket[Any, Any, Any]
