"""
The doors of the wrap-up: the page of a call, and what people settle on it. See ``docs/wrap-up.md``.

Every answer is JSON; an error is ``{"message": ...}`` in words for the person at the page, and one who came second gets
the page as it is now as well.
"""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from steadyline.core.wrapview import WrapUpView
from steadyline.service.conversation import NoSuchCall
from steadyline.service.ports import JournalFailed
from steadyline.service.review import Changed, NotTaken, Reviews, Wish

MOST_BYTES = 64 * 1024
"""The largest act: a follow-up of ten thousand characters, however they are encoded."""

_decoder: msgspec.json.Decoder[Wish] = msgspec.json.Decoder(Wish)


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was not done, in words. ``view``: the page as it is now, where somebody else changed it."""

    message: str
    view: WrapUpView | None = None


@get("/api/calls/{id:str}/wrap-up")
async def show(state: State, id: FromPath[str]) -> Response[Any]:
    """The wrap-up of a call: drafts, follow-up, scorecard, heat, brief."""
    reviews: Reviews = state.reviews
    try:
        return Response(await reviews.show(id))
    except NoSuchCall as unknown:
        return _refuse(404, unknown)
    except JournalFailed as failure:
        return _refuse(503, failure)


@post("/api/calls/{id:str}/wrap-up", status_code=200, request_max_body_size=MOST_BYTES)
async def take(state: State, request: Request[Any, Any, Any], id: FromPath[str]) -> Response[Any]:
    """Settle one thing; the page with it, once it is on disk."""
    reviews: Reviews = state.reviews
    try:
        wish = _decoder.decode(await request.body())
    except msgspec.DecodeError as error:
        return _refuse(400, f"Not understood: {error}")
    try:
        return Response(await reviews.take(id, wish))
    except NoSuchCall as unknown:
        return _refuse(404, unknown)
    except Changed as changed:
        return Response(Refused(message=str(changed), view=changed.view), status_code=409)
    except NotTaken as why:
        return _refuse(422, why)
    except JournalFailed as failure:
        return _refuse(503, f"That was not written down: {failure}")


def _refuse(status: int, why: object) -> Response[Any]:
    return Response(Refused(message=str(why)), status_code=status)


HANDLERS = [show, take]
