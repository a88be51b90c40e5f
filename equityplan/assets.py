"""Static files with their hash in the name, compressed ahead of time."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_RULES = (
    r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
    (r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's, but comments that name a source map are left alone: the maps are not served."""

    patterns = (("*.css", STYLE_RULES),)
