"""Static files with their hash in the name, compressed ahead of time."""

from __future__ import annotations

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's; a tree that was never collected (tests, a single command) serves plain names instead."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        if settings.DEBUG or not self.hashed_files:
            return name
        return str(super().stored_name(name))
