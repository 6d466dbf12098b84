"""
What a person says of a recorded call beside a command: when it began, who spoke, and whom it belongs to.
"""

from dataclasses import dataclass

from cyclopts import Parameter
from msgspec.structs import replace

from steadyline.cli.say import Stop
from steadyline.core import hours, ledger
from steadyline.core.events import Header


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class About:
    """Of the call. What is left empty is as the file or the server has it.

    Parameters
    ----------
    started: str
        When the call began, as 2026-11-20T09:00:00-05:00: from it "by Friday" has its date. Without it a call that is
        streamed begins now, and what is promised in a recording that is listened to has no date.
    agent: str
        The agent's name.
    customer_name: str
        The customer's name.
    customer_ref: str
        What the company knows the customer by, such as C-1182: promises belong to their story.
    customer_timezone: str
        The customer's time zone, such as America/New_York. Without it deadlines go by the offset of --started, and
        else by the site's clock.
    company: str
        The company's name.
    team: str
        The agent's team.
    queue: str
        The queue that the call came by.
    """

    started: str = ""
    agent: str = ""
    customer_name: str = ""
    customer_ref: str = ""
    customer_timezone: str = ""
    company: str = ""
    team: str = ""
    queue: str = ""

    def header(self, known: Header) -> Header:
        """``known`` with what is said here, which goes before. Raises `Stop`."""
        agent, customer = known.agent, known.customer
        return replace(
            known,
            started=_moment(self.started) or known.started,
            company=self.company or known.company,
            team=self.team or known.team,
            queue=self.queue or known.queue,
            agent=replace(agent, name=self.agent or agent.name),
            customer=replace(
                customer,
                ref=self.customer_ref or customer.ref,
                name=self.customer_name or customer.name,
                timezone=_zone(self.customer_timezone) or customer.timezone,
            ),
        )


def _moment(started: str) -> str:
    try:
        return ledger.when(started).isoformat() if started else ""
    except ledger.NoMoment as error:
        raise Stop(f"--started: {error}; write it like 2026-11-20T09:00:00-05:00") from None


def _zone(name: str) -> str:
    if name and getattr(hours.zone(name), "key", None) != name:
        raise Stop(f"{name!r} is no time zone; write one like Europe/London")
    return name


NOTHING = About()
