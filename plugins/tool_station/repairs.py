"""报修: from a fault to the tool on its shelf, or to its end."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from hub.room import Refused, _, db, here

from .models import Ticket, Tool
from .tools import lock_tool


def report(tool_id: int, fault: str) -> Ticket:
    """Note a fault; the tool is not lent until it is closed. Raises Refused."""
    tool = lock_tool(tool_id)
    if tool.state == "out":
        raise Refused(_("%(tool)s 还借在外面，请在归还时选“要修”。", tool=tool.title), "tool")
    if tool.state != "in":
        raise Refused(_("%(tool)s 已经报修、丢失或报废，不用再报。", tool=tool.title), "tool")
    tool.state = "repair"
    ticket = Ticket(tool_id=tool.id, tool=tool, fault=fault, opened_at=here.now)
    db.session.add(ticket)
    return ticket


def start(ticket_id: int) -> Ticket:
    """The repair has begun. Raises Refused."""
    ticket = _lock(ticket_id)
    if ticket.state != "open":
        raise Refused(_("%(tool)s 已经在修了。", tool=ticket.tool.title))
    ticket.state, ticket.started_at = "repairing", here.now
    return ticket


def close(ticket_id: int, outcome: str, result: str = "", cost: Decimal | None = None) -> Ticket:
    """The tool is back, or retired. Raises Refused."""
    ticket = _lock(ticket_id)
    ticket.state, ticket.closed_at, ticket.result, ticket.cost = outcome, here.now, result, cost
    ticket.tool.state = "in" if outcome == "back" else "retired"
    return ticket


def retire(tool_id: int) -> Tool:
    """Take a tool out of use for good. Raises Refused."""
    tool = lock_tool(tool_id)
    if tool.state == "out":
        raise Refused(_("%(tool)s 还借在外面，归还后才能报废。", tool=tool.title))
    open_ticket = db.session.scalars(
        select(Ticket).where(Ticket.tool_id == tool.id, Ticket.closed_at.is_(None))
    ).one_or_none()
    if open_ticket is not None:
        close(open_ticket.id, "retired")
    tool.state = "retired"
    return tool


def found(tool_id: int) -> Tool:
    """A lost tool has turned up. Raises Refused."""
    tool = lock_tool(tool_id)
    if tool.state != "lost":
        raise Refused(_("%(tool)s 没有登记为丢失。", tool=tool.title))
    tool.state = "in"
    return tool


def complete(tool_id: int) -> Tool:
    """What was missing of a tool has been replaced. Raises Refused."""
    tool = lock_tool(tool_id)
    if not tool.missing:
        raise Refused(_("%(tool)s 的部件是齐的。", tool=tool.title))
    tool.missing = ""
    return tool


def find_open(ticket_id: int) -> Ticket:
    """A ticket that is not closed, to be looked at. Raises Refused."""
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None:
        raise Refused(_("没有找到这张维修单。"))
    if ticket.closed_at is not None:
        raise Refused(_("这张维修单已经办完了。"))
    return ticket


def _lock(ticket_id: int) -> Ticket:
    ticket = find_open(ticket_id)
    lock_tool(ticket.tool_id)
    db.session.refresh(ticket)
    return find_open(ticket_id)
