"""Static files with their hash in the name, compressed ahead of time."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_RULES = (
    r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
    (r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's, but readable by whichever user serves them, however closed uploads are kept; and comments that
    name a source map are left alone, since the maps are not served.
    """

    patterns = (("*.css", STYLE_RULES),)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"file_permissions_mode": 0o644, **options})
