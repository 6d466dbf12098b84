"""A morning in New York, and what words said then make due."""

from datetime import datetime
from zoneinfo import ZoneInfo

from steadyline.understanding import deadlines

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=NEW_YORK)


def due(text: str, now: datetime = TUESDAY) -> str | None:
    found = deadlines.find(text, now)
    return found.due.strftime("%a %d %b %H:%M") if found and found.due else None
