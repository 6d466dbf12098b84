"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the service does."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a Postgres that runs as long as the tests do."""
    import postgres  # only who asks for it waits for it

    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a fresh database is, in each of the two engines."""
    if request.param == "sqlite":
        yield str(tmp_path / "journal.sqlite")
    else:
        import postgres

        with postgres.fresh(request.getfixturevalue("postgres_server")) as fresh:
            yield fresh
