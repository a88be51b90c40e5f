"""What an upload changes: rows of the files before it, and numbers that rest on them."""

from __future__ import annotations

from typing import Any

import polars as pl
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.examples import CHANGED_ROW, MOVE, RUN_ID
from monitoring.api.filtering import AnyTable, AnyWord, AnyYear, Parameters
from monitoring.api.paging import Pages
from monitoring.api.rows import FrameRows
from monitoring.api.serializers.changes import ChangedRowSerializer, MoveSerializer
from monitoring.api.tables import Table, Tables
from monitoring.api.views.base import ListView
from monitoring.api.views.uploads import find_own_upload
from monitoring.intake.changes.changed_rows import CHANGES, KINDS, PLACES
from monitoring.intake.grain import Grain
from monitoring.intake.models import Snapshot
from monitoring.intake.queries.uploads import changes_of_upload
from monitoring.results.models.moves import MoveFields
from monitoring.results.page_queries import moved_page_for_its_members, moves_of
from monitoring.results.page_queries.moved_page import MODELS, MovedPage

GRAIN = {"dataset": pl.String, "school_year": pl.Int64, "collection": pl.String}
NUMBERS = dict.fromkeys(PLACES, pl.UInt32)
LINES: dict[str, Any] = GRAIN | dict.fromkeys(CHANGES, pl.String) | NUMBERS


def in_lines(grain: Grain, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with what they are of, in LINES."""
    of = [pl.lit(value, GRAIN[name]).alias(name) for name, value in grain._asdict().items()]
    return lines.with_columns(of).select(pl.col(name).cast(dtype) for name, dtype in LINES.items())


class ChangeParameters(Parameters):
    dataset = AnyWord("dataset", Snapshot.Dataset.values, means="Only rows of this kind.")
    school_year = AnyYear()
    change = AnyWord("change", KINDS, means="Only rows that are added, changed or removed.")


@needs("upload.view")
class UploadChanges(ListView):
    serializer_class = ChangedRowSerializer
    parameters = ChangeParameters

    def rows(self) -> Any:
        found = changes_of_upload(find_own_upload(self.request, self.kwargs["upload_id"]))
        lines = [in_lines(*kind) for kind in found]
        return FrameRows(pl.concat([pl.DataFrame(schema=LINES), *lines]))

    @extend_schema(
        operation_id="listUploadChanges", tags=["uploads"], summary="What an upload changes", examples=[CHANGED_ROW]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Beside the rows whose place it takes, or would take while it is held: one row for each that is removed or
        added, one for each cell of a changed row that is another. Of each sort, kind and year the first 100,000 rows.
        For the tenant that sent the file.
        """
        return super().get(request, *args, **kwargs)


def of_runs(moved: MovedPage) -> dict[str, Any]:
    return {"runs": [str(run.pk) for run in moved.runs], "is_due": moved.is_due, "other_files": moved.others}


OF_RUNS: dict[str, Any] = {
    "runs": {
        "type": "array",
        "items": {"type": "string", "format": "uuid"},
        "description": "The runs that were the first to read something of the file; none where no figure rests on it.",
        "example": [RUN_ID],
    },
    "is_due": {
        "type": "boolean",
        "description": "Whether such a run is still to come: ask again in a moment.",
        "example": False,
    },
    "other_files": {
        "type": "integer",
        "description": "How many other files these runs read for the first time, of which moves may come as well.",
        "example": 0,
    },
}


class MovedPages(Pages):
    """With what is said of all moves of the file."""

    said: dict[str, Any]

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        self.said = of_runs(view.moved)
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        response.data |= self.said
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["properties"] |= OF_RUNS
        described["required"] = [*described["required"], *OF_RUNS]
        return described


class MoveParameters(Parameters):
    kind = AnyWord("kind", MoveFields.Kind.values, means="Only numbers of this kind.")
    scope = AnyTable(["district", "state"], means="Only numbers of districts and their schools, or of the state.")


@needs("figures.view")
class UploadMoved(ListView):
    serializer_class = MoveSerializer
    pagination_class = MovedPages
    parameters = MoveParameters
    moved: MovedPage

    def rows(self) -> Any:
        self.moved = moved_page_for_its_members(find_own_upload(self.request, self.kwargs["upload_id"]))
        own, of_state = (moves_of(model, self.moved.runs) for model in MODELS)
        return Tables(Table("district", own), Table("state", of_state))

    @extend_schema(
        operation_id="listUploadMoves", tags=["uploads"], summary="Which numbers moved with an upload", examples=[MOVE]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Values, shares and gaps that stood before the file was taken and are other numbers since: those of the
        tenant first, then the state's, the largest moves first. For the tenant that sent the file.
        """
        return super().get(request, *args, **kwargs)
