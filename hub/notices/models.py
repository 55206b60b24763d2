"""Whether a village has its public page open, and under which code."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.kernel.codes import CodeColumns
from hub.kernel.models import CoreBase, VillageRow


class PublicPage(CodeColumns, VillageRow, CoreBase):
    """One row a village, and none as long as it never opened its page. The code outlives closing, so that a poster is
    right again when the page is opened again."""

    open: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("village_id"), UniqueConstraint("village_id", "code_hash"))
