"""Findings, of a file or between files: as JSON, or as the CSV that pages give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from monitoring.api.renderers import Csv, JsonOrCsv
from monitoring.api.rows import Rows
from monitoring.api.serializers.uploads import FindingSerializer
from monitoring.api.views.base import ListView
from monitoring.intake.findings_table import write_findings
from monitoring.intake.queries.uploads import FindingRow

DESCRIBED: dict[str, Any] = {
    "parameters": [
        OpenApiParameter(
            "format",
            {"type": "string", "enum": ["json", "csv"]},
            description="Instead of the Accept header. CSV holds all rows unless `page` or `page_size` are given.",
        )
    ],
    "responses": {(200, "application/json"): FindingSerializer(many=True), (200, "text/csv"): OpenApiTypes.STR},
}


class FindingsView(ListView):
    """`found()` gives the rows; `file_name` names the CSV by the address's parts."""

    serializer_class = FindingSerializer
    content_negotiation_class = JsonOrCsv
    renderer_classes = (*ListView.renderer_classes, Csv)
    extra_parameters = ("format",)
    file_name: ClassVar[str]

    def found(self) -> Iterable[FindingRow]:
        raise NotImplementedError

    def rows(self) -> Any:
        return Rows(self.found())

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if request.accepted_renderer.format != Csv.format:
            return super().get(request, *args, **kwargs)
        findings: Any = self.filter_queryset(self.rows())
        if {"page", "page_size"} & set(request.query_params):
            findings = self.paginate_queryset(findings)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.file_name.format(**kwargs)}.csv"'
        write_findings(response, findings, style="csv")
        return response
