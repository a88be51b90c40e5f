"""Fields of forms as Django's own templates render them, written out: a template takes ten times as long for each of
the hundreds of options that some have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


class Fields(TemplatesSetting):
    """What is not written out here is left to the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        written = _WRITTEN.get(template_name)
        if written is None:
            return super().render(template_name, context, request)
        return SafeString(written(context["widget"]))


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: object, options: Iterable[Widget]) -> str:
    shown = "".join(
        f'\n  <option value="{_text(one["value"])}"{_attributes(one)}>{_text(one["label"])}</option>\n'
        for one in options
    )
    return f'\n  <optgroup label="{_text(name)}">{shown}\n  </optgroup>' if name else shown


def _attributes(widget: Widget) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{_text(value)}"' for name, value in given)


def _text(value: object) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


_INPUTS = ("text", "email", "number", "hidden", "date", "password", "url", "input")
_WRITTEN: dict[str, Callable[[Widget], str]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
}
