"""Where Django puts the files of a request while it reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from monitoring.intake.durable import make_folder


class PrivateFolder(TemporaryFileUploadHandler):
    """Every file on disk, never whole in memory, in a folder that nobody else reads and that is made with the first."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        make_folder(Path(settings.FILE_UPLOAD_TEMP_DIR))
        super().new_file(*args, **kwargs)
