"""
Promises on the ledger of a served test, made and changed as a program does it.

What is asked goes by HTTP; what befell before goes straight onto the ledger.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from steadyline.core import ledger
from steadyline.core.ledger import Made, Promise
from web.serving import Served

YEAR = datetime.now(UTC).year + 1


def hence(**how: float) -> str:
    """A moment from now, as the ledger writes it."""
    return ledger.stamp(datetime.now(UTC) + timedelta(**how))


async def made(server: Served, id: str = "prm_1", **how: Any) -> Promise:
    """A promise on the ledger."""
    given = {"act": "refund the second charge", "customer": "C-1182", "owner": "Sam", "due": hence(days=3)}
    return await server.keeping.ledger.write(id, 0, Made(at=hence(days=-1), by="Sam", **(given | how)))


async def post(server: Served, path: str, body: object, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient() as client:
        return await client.post(server.http + path, json=body, headers=named)


async def change(server: Served, body: dict[str, object], id: str = "prm_1", **headers: str) -> httpx.Response:
    return await post(server, f"/api/promises/{id}/changes", {"by": "Sam", **body}, **headers)


KEEP = {"type": "keep", "edition": 1, "proof": {"kind": "note", "text": "Paid out, receipt 4411"}}


async def bearer(server: Served, *scopes: str) -> dict[str, str]:
    _, text = await server.access.make("Ticket desk", scopes)
    return {"authorization": f"Bearer {text}"}
