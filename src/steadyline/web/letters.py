"""
The doors of letters to the customer: a draft to read and mend, and a person's click that sends it.

For pages alone: no token opens them, because no program writes to a customer by itself.
"""

from typing import Annotated

from litestar import get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from steadyline.core.telling import Occasion
from steadyline.service.letters import LetterDraft, Letters, LetterSent, SendLetter

MOST_BYTES = 64 * 1024

By = Annotated[str, QueryParameter(description="Who signs it.", max_length=100)]


@get("/promises/{id:str}/letter")
async def draft_letter(state: State, id: FromPath[str], occasion: FromQuery[Occasion], by: By = "") -> LetterDraft:
    """A draft to the customer about this promise, in plain words, and the ways by which it can go."""
    return await _letters(state).draft(id, occasion, by)


@post("/promises/{id:str}/letter", status_code=200, request_max_body_size=MOST_BYTES)
async def send_letter(state: State, id: FromPath[str], data: JSONBody[SendLetter]) -> LetterSent:
    """Send it. The same, sent again, goes once."""
    return await _letters(state).send(id, data)


def _letters(state: State) -> Letters:
    letters: Letters | None = state.letters
    if letters is None:
        raise NotFoundException("this server was started without its ways out")
    return letters


HANDLERS = [draft_letter, send_letter]
