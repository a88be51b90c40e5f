"""A column that holds one of many values, asked for by one parameter. Every column of characters can be (apps.py)."""

from __future__ import annotations

from typing import Any

from django.db.models import Lookup


class AnyOf(Lookup):
    """`measure__any_of=names`: what `measure__in=names` finds. That has a parameter for each name, and beyond fifty of
    them psycopg reads the statement anew each time.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))
