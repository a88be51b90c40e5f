"""How Django takes in the files of a request: sealed as they come, so that none lies open on a disk or in memory."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from monitoring.intake import files
from monitoring.intake.arrival import Arrival


class SealedFile(UploadedFile):  # type: ignore[type-arg]
    """A file of a request: what is known about it, and no way to read it."""

    def __init__(self, arrival: Arrival, handler: FileUploadHandler) -> None:
        super().__init__(None, handler.file_name, handler.content_type, arrival.size)
        self.arrival = arrival

    def close(self) -> None:
        """What Django does at the end of the request."""
        self.arrival.close()


class Sealing(FileUploadHandler):
    """Every file on disk, never whole in memory, in a folder that nobody else reads and that is made with the first."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = Arrival(files.workplace())  # by this name Django closes it where the request breaks off

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.add(raw_data)

    def file_complete(self, file_size: int) -> SealedFile:
        self.file.end()
        return SealedFile(self.file, self)

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
