"""Which numbers moved when an upload's figures came in, as far as the scope may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Abs

from monitoring.analysis.measure import MEAN
from monitoring.analysis.people.staff_year import OCTOBER
from monitoring.intake.models import Snapshot, Upload

from ..current_inputs import DATASETS as OF_FIGURES
from ..models import DistrictMove, DistrictSource, Run, StateMove, StateSource
from ..models.moves import MoveFields
from ..people.files import DATASETS as OF_PEOPLE

READ = {"dataset__in": (*OF_FIGURES, *OF_PEOPLE), "collection__in": ("", OCTOBER)}
MODELS: tuple[type[DistrictMove] | type[StateMove], ...] = (DistrictMove, StateMove)


@dataclass(frozen=True)
class Counted:
    """How many numbers of one kind moved: of districts and their schools, and of the state."""

    kind: str
    title: str
    own: int
    of_state: int


@dataclass(frozen=True)
class MovedPage:
    """`runs`: those that were the first to read something of the upload; none where no figure rests on it. `is_due`: a
    run is still to come. `others`: how many other files these runs were the first to read.
    """

    runs: Sequence[Run]
    is_due: bool
    others: int
    counts: Sequence[Counted]

    @property
    def kinds(self) -> list[str]:
        """The kinds of which any number moved."""
        return [one.kind for one in self.counts if one.own or one.of_state]

    def count_of(self, kind: str) -> tuple[int, int]:
        """Of districts and their schools, and of the state; none of a kind that is blank."""
        return next(((one.own, one.of_state) for one in self.counts if one.kind == kind), (0, 0))


def moved_page_for_its_members(upload: Upload) -> MovedPage:
    """Six queries."""
    sources = [
        source for model in (StateSource, DistrictSource) for source in model.objects.filter(upload_id=upload.pk)
    ]
    current = Snapshot.objects.filter(upload=upload, superseded_at=None, school_year__isnull=False, **READ)
    runs = list(Run.objects.filter(number__in={source.first_run for source in sources}).defer("inputs"))
    own, state = (_count(moves_of(model, runs)) for model in MODELS)
    return MovedPage(
        runs=runs,
        is_due=current.exclude(pk__in=[source.snapshot_id for source in sources]).exists(),
        others=sum(run.files - 1 for run in runs),
        counts=[
            Counted(kind, str(title), own.get(kind, 0), state.get(kind, 0)) for kind, title in MoveFields.Kind.choices
        ],
    )


def moves_of(model: type[DistrictMove] | type[StateMove], runs: Sequence[Run], kind: str = "") -> QuerySet[Any]:
    """The moves of these runs, the largest first: shares of people before amounts, and last what has no number on one
    side.
    """
    moves: QuerySet[Any] = model.objects.filter(run__in=[run.pk for run in runs])
    moves = moves.filter(kind=kind) if kind else moves
    moves = moves.select_related("district", "school") if model is DistrictMove else moves
    is_mean = Case(When(Q(unit__endswith=MEAN), then=Value(1)), default=Value(0))
    return moves.order_by(is_mean, Abs(F("now") - F("was")).desc(nulls_last=True), "pk")


def _count(moves: QuerySet[Any]) -> dict[str, int]:
    return dict(moves.order_by().values("kind").annotate(count=Count("pk")).values_list("kind", "count"))
