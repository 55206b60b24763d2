"""What can go wrong with copies, in sentences."""

from __future__ import annotations

from hub.kernel.refusals import Refused


class BackupFailed(Refused):
    """No copy was made, or one is not fit to be restored; the data in use is as it was."""


class AlreadyUnderWay(BackupFailed):
    """Another process is just making a copy."""


class WrongPassphrase(BackupFailed):
    """The passphrase is not the one the copy was encrypted with."""
