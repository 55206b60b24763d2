"""A village's own templates: keeping one, going back to the hub's, filling the one in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hub.kits.papers.forms import Paper
from hub.kits.papers.word import default_template
from hub.room import Refused, _, db, here, papers, visits


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a room; `model` is made of `TemplateColumns`."""

    model: type[Any]
    room: str

    def own(self, paper: Paper) -> Any | None:
        """The village's own template of a form, or None."""
        return db.session.scalars(select(self.model).where(self.model.code == paper.code)).one_or_none()

    def all_own(self) -> dict[str, Any]:
        """By the form's code, those that the village has changed; without their content."""
        return {row.code: row for row in db.session.scalars(select(self.model))}

    def content(self, paper: Paper) -> bytes:
        """The template in use."""
        row = self.own(paper)
        return bytes(row.content) if row else default_template(paper)

    def keep(self, paper: Paper, name: str, content: bytes) -> Any:
        """Take a changed template in. Raises Refused when it cannot be used; the one before stays."""
        papers.check_template(content, paper.sample)
        visits.lock_room(here.room(self.room))
        row = self.own(paper)
        if row is None:
            row = self.model(code=paper.code)
            db.session.add(row)
        row.name, row.content, row.size = name, content, len(content)
        row.uploaded_at, row.uploaded_by_id = here.now, here.user.id if here.user else None
        db.session.flush()
        return row

    def drop(self, paper: Paper) -> None:
        """Go back to the hub's own template. Raises Refused when it is in use already."""
        row = self.own(paper)
        if row is None:
            raise Refused(_("现在用的就是系统自带的模板。"))
        db.session.delete(row)

    def fill(self, paper: Paper, values: Mapping[str, Any]) -> bytes:
        """The paper as a Word file. Raises Refused when the template in use asks for what there is not any more."""
        try:
            return papers.fill(self.content(paper), values)
        except Exception as error:  # kept long ago, by a hub that knew other names
            raise Refused(_("这份模板现在填不了。请换回系统自带的模板，或改好再上传。")) from error
