"""Which server does durable work, and who takes over from it."""

import asyncio
import os
import time
from pathlib import Path

import sqlalchemy

import postgres
from steadyline.store import database, work
from steadyline.store.disk import Disk


def test_of_two_servers_on_one_file_one_works_and_the_other_takes_over(tmp_path: Path):
    url = database.locate(str(tmp_path / "x.sqlite"))
    first, second = work._OnFile(url), work._OnFile(url)

    assert first.begin()
    assert not second.begin()
    first.end()
    assert second.begin()
    second.end()
    assert first.id == second.id, "what one left is what the next takes up"


def test_on_postgres_a_server_that_is_gone_is_known_by_its_lock(postgres_server: str):
    with postgres.fresh(postgres_server) as address:
        asyncio.run(Disk(address).close())
        url = database.locate(address)
        living, dead = work._OnPostgres(url), work._OnPostgres(url)
        assert living.begin() and dead.begin()
        with sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
            assert not work._locked(connection, living.id)
            dead.end()
            until = time.monotonic() + 10
            while not work._locked(connection, dead.id):  # Postgres lets go a moment after the connection went
                assert time.monotonic() < until
                time.sleep(0.02)
            assert f"-{os.getpid()}-" in living.id
        living.end()
