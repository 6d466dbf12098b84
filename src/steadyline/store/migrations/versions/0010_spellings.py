"""How each owner and each team is spelt, among the words that are known, so that one spelling finds all."""

import hashlib
import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each name once, by a walk along its index from one to the next."""
    connection = op.get_bind()
    for whose in ("owner", "team"):
        following = sa.text(f"SELECT min({whose}) FROM promise WHERE {whose} > :name")
        names = [""]
        while (name := connection.execute(following, {"name": names[-1]}).scalar()) is not None:
            names.append(str(name))
        _learn([_spelling(whose, name) for name in names[1:]])


def _learn(names: list[str]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        learn = "INSERT OR IGNORE INTO promise_vocabulary (word) SELECT value FROM json_each(:names)"
        op.get_bind().execute(sa.text(learn), {"names": json.dumps(names)})
    else:
        learn = "INSERT INTO promise_vocabulary (word) SELECT unnest(CAST(:names AS text[])) ON CONFLICT DO NOTHING"
        op.get_bind().execute(sa.text(learn), {"names": names})


def _spelling(whose: str, name: str) -> str:
    """As version 0010 wrote it."""
    apart = unicodedata.normalize("NFD", name).casefold()
    folded = unicodedata.normalize("NFC", " ".join(apart.split()))
    return f"={whose[0]}{hashlib.blake2b(folded.encode(), digest_size=8).hexdigest()}={name}"
