"""Rules for every template: nothing inline that the content security policy would refuse, and words that stay calm."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
FORBIDDEN_WORDS = re.compile(
    r"\b(failing|failed schools?|rank(?:ed|ing)?|flagged|worst|league|non-?compliant|bad)\b", re.IGNORECASE
)


class Inline(HTMLParser):
    """Collects what the policy refuses: scripts and styles in the page, handlers, style attributes, javascript:
    addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "style" or "style" in named:
            self.found.append(f"<{tag}> with style")
        if tag == "script" and "src" not in named and named.get("type") != "application/json":
            self.found.append("<script> without src")
        self.found += [f"{name} on <{tag}>" for name in named if name.startswith(("on", "hx-on"))]
        self.found += [
            f"{name} on <{tag}>" for name, value in attrs if (value or "").strip().lower().startswith("javascript:")
        ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_inline_script_or_style(name: str) -> None:
    parser = Inline()
    parser.feed((ROOT / name).read_text())
    assert parser.found == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    assert get_template(name).template.name == name  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_component_is_given_compiles(name: str) -> None:
    """A filter that is not loaded would stand on the page as it was written."""
    text = (ROOT / name).read_text()
    given = "".join(re.findall(r"{{.*?}}", "".join(re.findall(r"<c-[^>]*>", text)), flags=re.DOTALL))
    assert Template("".join(re.findall(r"{% load [^%]*%}", text)) + given).source.endswith(given)


@pytest.mark.parametrize(
    ("room", "tags"), [("districts", {"frame"}), ("intake", {"static", "frame", "intake_links", "collection_rows"})]
)
def test_pages_of_a_lower_room_use_no_tags_of_a_higher_one(room: str, tags: set[str]) -> None:
    text = "".join(path.read_text() for path in (ROOT / room).rglob("*.html"))
    assert set(" ".join(re.findall(r"{% load ([^%]*)%}", text)).split()) == tags


@pytest.mark.parametrize("name", TEMPLATES)
def test_words_are_calm(name: str) -> None:
    words = re.sub(r"{[{%#].*?[}%#]}|<[^>]*>", " ", (ROOT / name).read_text(), flags=re.DOTALL)
    assert FORBIDDEN_WORDS.findall(words) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_loads_nothing_from_elsewhere(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"""(?:src|href|action|hx-\w+)=["'](?:https?:)?//[^"']*""", text) == []


def test_static_files_load_nothing_from_elsewhere() -> None:
    texts = {
        path.name: path.read_text()
        for path in (Path(settings.BASE_DIR) / "static").rglob("*.*")
        if path.suffix in (".css", ".js")
    }
    assert [
        name
        for name, text in texts.items()
        if re.search(r"""(?:url\(|@import|import|fetch\()\s*["']?(?:https?:)?//""", text)
    ] == []
