"""Definitions and what was done with them. Shared by all tenants: they are about measures, and name no district."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import current_scope
from monitoring.analysis.definitions.definition import About, Definition, Evidence, State
from monitoring.analysis.definitions.kinds import rule_of
from monitoring.analysis.definitions.lifecycle import MOVES, Step

DRAFTED, CHANGED, EVIDENCE, ENDED, DUAL_RUN = "draft", "change", "evidence", "end", "dual_run"
ASIDE = (EVIDENCE, DUAL_RUN)  # leave a version as it is
WROTE = (DRAFTED, CHANGED, EVIDENCE, Step.PUT_FORWARD.value)  # by whom a second person is asked for
MOST_NAMES = 600  # characters of the names of those who wrote a version
DONE = {
    DRAFTED: "drafted it",
    CHANGED: "changed it",
    EVIDENCE: "put evidence on record",
    ENDED: "let it end",
    DUAL_RUN: "asked what it would move",
    **{step.value: move.done for step, move in MOVES.items()},
}


class PublishedUnlessOfAgency(models.Manager["StoredDefinition"]):
    """What was ever active or is promised; in the agency's scope, and the worker's, all. The database says the same."""

    def get_queryset(self) -> models.QuerySet[StoredDefinition]:
        scope, rows = current_scope(), super().get_queryset()
        if scope is not None and scope.kind in ("state", "worker"):
            return rows
        return rows.filter(models.Q(was_active=True) | models.Q(state="pending"))


class StoredDefinition(models.Model):
    """Grain: (measure, version). Fields as in `analysis.definitions.definition`; `rule` and `words` as JSON.

    What is drafted can be changed; what was put forward stays as it is, but for its state, its last year, and who
    checked it. Districts and the public read what was ever active, and what is promised.
    """

    measure = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    rule = models.JSONField(null=True)
    first_year = models.SmallIntegerField(null=True)
    last_year = models.SmallIntegerField(null=True)
    levels = ArrayField(models.CharField(max_length=8))
    words = models.JSONField(default=dict)
    author = models.CharField(max_length=MOST_NAMES)
    checker = models.CharField(max_length=150, blank=True, default="")
    review_date = models.DateField(null=True)
    rationale = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=[(one.value, one.name.capitalize()) for one in State])
    due = models.DateField(null=True)
    was_active = models.BooleanField(default=False)
    definition_hash = models.CharField(max_length=64)

    objects = PublishedUnlessOfAgency()

    class Meta:
        base_manager_name = "objects"
        ordering = ["measure", "version"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "version"], name="definitions_version"),
            models.CheckConstraint(
                condition=models.Q(first_year=None)
                | models.Q(last_year=None)
                | models.Q(first_year__lte=models.F("last_year")),
                name="definitions_years_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending", due__isnull=False)
                | (~models.Q(state="pending") & models.Q(due=None)),
                name="definitions_pending_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["active", "retired"]) | models.Q(was_active=True),
                name="definitions_was_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}.{self.version}"

    def as_definition(self, acts: Iterable[DefinitionAct] = ()) -> Definition:
        """The record that computations and pages read. `acts`: those on evidence among them count."""
        return Definition(
            self.measure,
            self.version,
            rule_of(self.rule),
            self.first_year,
            self.last_year,
            tuple(self.levels),
            tuple(sorted(self.words.items())),
            self.author,
            self.checker,
            self.review_date,
            self.rationale,
            State(self.state),
            self.due,
            self.was_active,
            tuple(_evidence(acts)),
        )


def stored_fields(one: Definition) -> dict[str, Any]:
    """What the table holds of a definition."""
    return {
        "measure": one.measure_id,
        "version": one.version,
        "rule": one.rule.as_data if one.rule else None,
        "levels": list(one.levels),
        "words": dict(one.words),
        "definition_hash": one.definition_hash,
        **{name: getattr(one, name) for name in ("first_year", "last_year", "author", "checker", "review_date")},
        **{name: getattr(one, name) for name in ("rationale", "state", "due", "was_active")},
    }


class DefinitionAct(models.Model):
    """Grain: one act on a definition; never changed. `about`, `day`: of evidence, what it shows and its day; `day` also
    of what is put off. `because_of`: the version whose step has done it to this one, and where it took years,
    `held_until`: the last school year that this one had before, none without bound. Read by the agency alone.
    """

    definition = models.ForeignKey(StoredDefinition, on_delete=models.PROTECT, related_name="acts")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=12, choices=sorted(DONE.items()))
    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=150)
    text = models.TextField(blank=True, default="")
    about = models.CharField(max_length=8, blank=True, default="")
    day = models.DateField(null=True)
    because_of = models.PositiveSmallIntegerField(null=True)
    held_until = models.SmallIntegerField(null=True)

    class Meta:
        ordering = ["definition", "number"]
        constraints = [models.UniqueConstraint(fields=["definition", "number"], name="definitions_act_number")]

    def __str__(self) -> str:
        return f"{self.act}, {self.by_name}"

    @property
    def done(self) -> str:
        """What was done, to stand behind a name."""
        return DONE[self.act]


def _evidence(acts: Iterable[DefinitionAct]) -> Iterable[Evidence]:
    """The latest of each kind, in the order in which they are asked for."""
    latest = {one.about: one for one in acts if one.act == EVIDENCE}
    for about in About:
        if (found := latest.get(about)) is not None:
            yield Evidence(about, found.text, found.day or dt.date.min, found.by_name)
