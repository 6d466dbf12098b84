"""What the suites of this folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.ledgers import POLICY, opened
from steadyline.service.ledger_ports import Ledger
from steadyline.testing import MemoryLedger


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "memory":
        yield MemoryLedger(POLICY)
    elif request.param == "sqlite":
        with opened(str(tmp_path / "journal.sqlite")) as book:
            yield book
    else:
        import postgres

        with postgres.fresh(request.getfixturevalue("postgres_server")) as address, opened(address) as book:
            yield book
