"""A ledger as a working week leaves it: late, due today, at risk, kept, broken, withdrawn; from calls and by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from e2e.room import Room
from steadyline.core import ledger
from steadyline.core.events import Agent, CallEnded, CallStarted, ConcernNoted, Customer, Header, HeatMoved, Utterance
from steadyline.core.ledger import (
    Asked,
    Broke,
    Cause,
    Change,
    Kept,
    Kind,
    Made,
    Origin,
    Planned,
    Postponed,
    Proof,
    Told,
    Withdrawn,
)

DANA = "C-1182"


def moment(hours: float = 0.0, days: float = 0.0) -> str:
    """So far from now, as the ledger writes it; before now where that is negative."""
    return ledger.stamp(datetime.now(UTC) + timedelta(hours=hours, days=days))


def made(
    act: str,
    due: str | None,
    *,
    customer: tuple[str, str] = (DANA, "Dana Ruiz"),
    owner: str = "Sam",
    team: str = "billing",
    timezone: str = "America/New_York",
    kind: Kind = "other",
    at: str = "",
    quote: str = "",
    call: str = "call_dana_2",
    due_text: str = "",
) -> Made:
    """A promise to somebody; said on a call where there is a ``quote``."""
    origin = Origin(call=call, draft="prm_1", turn=14, t0=412.0, t1=417.5, quote=quote) if quote else None
    return Made(
        at=at or moment(days=-1),
        by=owner,
        act=act,
        kind=kind,
        customer=customer[0],
        customer_name=customer[1],
        timezone=timezone,
        due=due,
        due_text=due_text,
        owner=owner,
        team=team,
        origin=origin,
    )


def late_today(hours: float) -> str:
    """So many hours from now, but still today on a clock in London, where the browser is."""
    now = datetime.now(ZoneInfo("Europe/London"))
    left = (now.replace(hour=23, minute=59, second=30) - now).total_seconds() / 3600
    return moment(hours=min(hours, max(left, 0.01)))


def a_week(room: Room) -> None:
    """Write it all."""

    def write(id: str, *changes: Change) -> None:
        for edition, change in enumerate(changes):
            room.do(room.served.keeping.ledger.write(id, edition, change))

    _calls(room)
    tom, ada, ruth = ("C-2040", "Tom Okafor"), ("C-3301", "Ada Byron"), ("C-0077", "Ruth Adler")
    said = "I'll have the refund on your card by Thursday, and I'll ring you myself."
    write(
        "prm_refund",
        made("refund the second charge of 42 dollars", moment(hours=-20), kind="money", at=moment(days=-4), quote=said),
        Planned(at=moment(days=-3), by="Sam", how="by the till, with Lena's signature"),
    )
    write("prm_ring", made("ring Dana back about the March bill", late_today(2), kind="call_back", quote=said))
    write("prm_label", made("send a return label", late_today(4), customer=ada, timezone="Europe/London"))
    write("prm_engineer", made("send an engineer to look at the line", moment(hours=26), customer=tom, kind="visit"))
    write("prm_letter", made("confirm the new tariff in writing", moment(days=3), customer=ruth, kind="message"))
    write("prm_answer", made("find out why the app showed last month's bill", moment(days=6), customer=ada))
    write("prm_undated", made("look into the missing credit", None, customer=tom, due_text="as soon as I can"))
    write("prm_lena", made("replace the router", late_today(3), customer=ruth, owner="Lena", kind="replacement"))
    write("prm_care", made("call about the complaint", moment(hours=-3), customer=tom, owner="Omar", team="care"))
    write(
        "prm_moved",
        made("credit the days without a line", moment(days=-2), customer=tom, owner="Lena", at=moment(days=-6)),
        Postponed(at=moment(days=-3), by="Lena", due=moment(days=2), cause="system", agreed=True),
    )
    write(
        "prm_withdrawn",
        made("send a paper bill", moment(days=-8), at=moment(days=-12)),
        Withdrawn(at=moment(days=-9), by="Sam", agreed="Leave it, I found it in the app."),
    )
    write(
        "prm_broken",
        made("call back by Friday", moment(days=-20), at=moment(days=-24), kind="call_back", quote="We'll call you."),
        Broke(at=moment(days=-18), by="Lee", cause="missed", words="nobody saw it"),
    )
    write(
        "prm_kept",
        made("waive the late fee", moment(days=-15), at=moment(days=-17), kind="money"),
        Kept(at=moment(days=-16), by="Sam", proof=Proof(kind="note", text="Waived, receipt 3907")),
        Told(at=moment(days=-16), by="Sam", what="kept", how="phone"),
        Asked(at=moment(days=-14), by="Sam", how="mail"),
    )
    _history(write)


def _history(write: object) -> None:
    """Three months of promises that are settled, for the figures."""
    assert callable(write)
    kinds: tuple[Kind, ...] = ("money", "call_back", "call_back", "message", "visit", "replacement", "repair", "answer")
    causes: tuple[Cause, ...] = ("other_team", "stock", "estimate", "system", "missed", "supplier")
    for number in range(120):
        due = -(number % 84) - 1.5
        kind, cause = kinds[number % len(kinds)], causes[number % len(causes)]
        first = made(
            f"promise {number}", moment(days=due), customer=("C-9", "Others"), kind=kind, at=moment(days=due - 2)
        )
        if number % 7 == 3:
            last: Change = Kept(at=moment(days=due + 0.8), by="Sam", proof=Proof(kind="note", text="done"), cause=cause)
        elif number % 17 == 5:
            last = Broke(at=moment(days=due + 1), by="Lee", cause=cause)
        else:
            last = Kept(at=moment(days=due - 0.5), by="Sam", proof=Proof(kind="note", text="done"))
        write(f"prm_old_{number}", first, last)


def _calls(room: Room) -> None:
    dana = Customer(
        ref=DANA,
        name="Dana Ruiz",
        timezone="America/New_York",
        history=("Customer since 2019", "2026-10-28 promised a call back by Friday, not made"),
    )
    for number, (problem, peak, end) in enumerate(
        (("the fee was charged though I paid in time", 0.5, 0.2), ("I was charged twice in March", 0.8, 0.1)), start=1
    ):
        header = Header(
            call=f"call_dana_{number}", company="Northwind", agent=Agent(id="a7", name="Sam"), customer=dana
        )
        heat = [
            HeatMoved(at=at, turn=2, quote="", heat=heat, trend=0.0, escalation=0.0)
            for at, heat in ((20.0, peak), (400.0, end))
        ]
        told = ConcernNoted(at=15.0, id="con_1", text=problem, turn=2, quote=problem)
        asked = Utterance(at=409.0, turn=12, party="agent", t0=405.0, t1=409.0, text="On your card or off your bill?")
        chosen = Utterance(at=411.0, turn=13, party="customer", t0=410.0, t1=411.0, text="The card, please.")
        started = CallStarted(at=0.0, header=header, playbook="p@1")
        ended = CallEnded(at=440.0)
        room.do(room.served.calls.journal.append(header.call, 0, [started, told, *heat, asked, chosen, ended]))
