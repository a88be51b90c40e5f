"""Strategies: the state's catalogue, which everybody reads, and districts' own. Every version stays."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from districts.wall import TenantModel
from monitoring.analysis.strategies.catalogue import LISTS, Tier, Words

LONGEST_ID, LONGEST_TITLE = 40, 120


class WordsOfVersion(models.Model):
    """What a version says; see `analysis.strategies.catalogue.Words`. `why`: what is another than before, and who was
    asked.
    """

    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    summary = models.TextField()
    body = models.TextField(blank=True)
    loci = ArrayField(models.CharField(max_length=LONGEST_ID))
    objectives = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    offices = ArrayField(models.CharField(max_length=LONGEST_ID), blank=True)
    measures = ArrayField(models.CharField(max_length=24), blank=True)
    outcomes = models.TextField(blank=True)
    challenges = models.TextField(blank=True)
    unintended = models.TextField(blank=True)
    why = models.TextField(blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def words(self) -> Words:
        given = {one.name: getattr(self, one.name) for one in fields(Words)}
        return Words(**given | {name: tuple(given[name]) for name in LISTS})


def fields_of(words: Words) -> dict[str, Any]:
    """What a table holds of them."""
    given = {one.name: getattr(words, one.name) for one in fields(Words)}
    return given | {name: list(given[name]) for name in LISTS}


class Strategy(models.Model):
    """Grain: a strategy of the state's catalogue. Its `key` never changes. `place`: in the order of the catalogue."""

    key = models.SlugField(max_length=LONGEST_ID, unique=True)
    tier = models.CharField(max_length=8, choices=[(one.value, one.label) for one in Tier])
    place = models.PositiveSmallIntegerField()
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "strategies"
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.key


class StrategyVersion(WordsOfVersion):
    """Grain: (strategy, version)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["strategy_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "version"], name="improvement_strategyversion_number")
        ]


class OwnStrategy(TenantModel):
    """Grain: (district, number): a strategy that a district wrote itself. The agency reads of it, for uptake."""

    open_to_state = True

    number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "own strategies"
        ordering = ["district_id", "number"]
        constraints = [models.UniqueConstraint(fields=["district", "number"], name="improvement_ownstrategy_number")]

    def __str__(self) -> str:
        return f"Own strategy {self.number}"


class OwnStrategyVersion(WordsOfVersion, TenantModel):
    """Grain: (own strategy, version)."""

    open_to_state = True

    own = models.ForeignKey(OwnStrategy, on_delete=models.PROTECT, related_name="versions", db_constraint=False)

    class Meta:
        ordering = ["own_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["district", "own", "version"], name="improvement_ownstrategyversion_number")
        ]
