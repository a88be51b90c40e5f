"""Fields of forms as Django's own templates render them, written out: a template takes ten times as long for each of
the hundreds of options that some have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from districts.markup import NOTHING, markup, markup_of_each

Widget = Mapping[str, Any]


class FieldRenderer(TemplatesSetting):
    """What is not written out here is left to the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        written = _WRITTEN.get(template_name)
        return written(context["widget"]) if written else super().render(template_name, context, request)


def _input(widget: Widget) -> SafeString:
    value = NOTHING if widget["value"] is None else markup(' value="{}"', widget["value"])
    return markup('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def _select(widget: Widget) -> SafeString:
    groups = markup_of_each("{}", ((_group(name, options),) for name, options, _ in widget["optgroups"]))
    return markup('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget), groups)


def _group(name: object, options: Iterable[Widget]) -> SafeString:
    rows = ((one["value"], _attributes(one), one["label"]) for one in options)
    shown = markup_of_each('\n  <option value="{}"{}>{}</option>\n', rows)
    return markup('\n  <optgroup label="{}">{}\n  </optgroup>', name, shown) if name else shown


def _attributes(widget: Widget) -> SafeString:
    if not widget["attrs"]:
        return NOTHING  # as of most options
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return markup_of_each("{}", ((_attribute(name, value),) for name, value in given))


def _attribute(name: str, value: object) -> SafeString:
    return markup(" {}", name) if value is True else markup(' {}="{}"', name, value)


_INPUTS = ("text", "email", "number", "hidden", "date", "password", "url", "input")
_WRITTEN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
}
