"""The one place that names concrete adapters.

Everything else is handed what it needs. Heavy parts are loaded here, when asked for and not before: `steadyline --help`
must not wait for a model.
"""

import structlog

from steadyline.bootstrap.books import (
    check_playbook,
    follow_journal,
    follow_transcripts,
    fresh_playbook,
    playbook,
    playbook_text,
    read_playbook,
    shelf,
    workshop,
)
from steadyline.bootstrap.hearing import (
    calls_carried,
    clips,
    ears,
    ears_for_file,
    helper,
    interim,
    is_transcript,
    judged,
    recogniser,
    recognition,
    recognition_cost,
    recording,
    shipped_call,
    transcript,
    understanding,
    workers,
)
from steadyline.bootstrap.live import bus, calls, send
from steadyline.bootstrap.pages import demonstration, page_built, web
from steadyline.bootstrap.promises import (
    Promised,
    access,
    calendars,
    following,
    ledger,
    ledger_alone,
    messages_kept,
    promised,
    reminders,
    ways,
)
from steadyline.bootstrap.stores import journal, memory_journal

__all__ = (
    "Promised",
    "access",
    "bus",
    "calendars",
    "calls",
    "calls_carried",
    "check_playbook",
    "clips",
    "demonstration",
    "ears",
    "ears_for_file",
    "follow_journal",
    "follow_transcripts",
    "following",
    "fresh_playbook",
    "helper",
    "interim",
    "is_transcript",
    "journal",
    "judged",
    "ledger",
    "ledger_alone",
    "logging",
    "memory_journal",
    "messages_kept",
    "page_built",
    "playbook",
    "playbook_text",
    "promised",
    "read_playbook",
    "recogniser",
    "recognition",
    "recognition_cost",
    "recording",
    "reminders",
    "send",
    "shelf",
    "shipped_call",
    "transcript",
    "understanding",
    "ways",
    "web",
    "workers",
    "workshop",
)


def logging(level: str) -> None:
    """Log to standard error, as lines that people and programs can read, from ``level`` on."""
    import logging as std
    import sys

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,  # never with local variables: they hold calls
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(std.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
