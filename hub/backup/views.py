"""The page 备份, for the secretary and the town administrator: what copies there are, and one more at a press.

A copy holds every village and everything in it, so it leaves this machine through the page only when it is encrypted;
whoever may open it afterwards is decided by who has the passphrase, and that is not kept here for reading.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from hub.audit.writer import note
from hub.backup.files import copies, named
from hub.backup.making import make_copy
from hub.backup.words import checked_words, size_words
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.gate import without_village
from hub.kernel.keyring import key_files
from hub.kernel.state import the_hub
from hub.web.deeds import Done, deed, permitted

blueprint = Blueprint("backup", __name__, url_prefix="/backup")
MAKE = "backup.make"


@blueprint.get("/")
@without_village
@permitted(MAKE)
def index() -> str:
    """All copies, the newest first."""
    settings = the_hub().settings
    rows = [
        {
            "made_at": copy.made_at,
            "size": size_words(copy.size),
            "checked": checked_words(copy),
            "sound": copy.facts is not None,
            "encrypted": copy.encrypted,
            "url": url_for("backup.download", name=copy.file.name) if copy.encrypted else None,
        }
        for copy in copies(settings)
    ]
    return render_template(
        "backup/index.html", copies=rows, settings=settings, has_keys=any(key_files(settings))
    )


@blueprint.post("/new")
@without_village
@permitted(MAKE)
def make() -> ResponseReturnValue:
    """Make a copy now."""

    def copy() -> Done:
        db.session.rollback()  # nobody else need wait to write while the copy is made
        made = make_copy(the_hub().settings)
        note("backup", "backup", size=size_words(made.size), file=made.file.name)
        return Done(_("已备份并检查：%(size)s。", size=size_words(made.size)))

    return deed(copy, url_for("backup.index"))


@blueprint.post("/download/<name>")
@without_village
@permitted(MAKE)
def download(name: str) -> ResponseReturnValue:
    """Take an encrypted copy along, to another disk."""
    copy = named(the_hub().settings, name)
    if copy is None or not copy.encrypted:
        abort(404)
    note("download", "backup", size=size_words(copy.size), file=copy.file.name)
    db.session.commit()
    return send_file(copy.file, as_attachment=True, mimetype="application/octet-stream", max_age=0)
