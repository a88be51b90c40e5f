"""definitions: versions of measures' definitions, their differences, and what one would move."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from districts.models import Membership
from districts.wall import across_districts, in_state
from monitoring.analysis.definitions.definition import Definition
from monitoring.analysis.definitions.difference import difference, rule_in_words, years_in_words
from monitoring.analysis.definitions.lifecycle import Step
from monitoring.analysis.measures import MEASURES
from monitoring.definitions.actions import NotPossible
from monitoring.definitions.models import stored_fields
from monitoring.definitions.queries import definitions_for_ese, definitions_of, histories_for_ese
from monitoring.intake.command_line import NOT_UNDERSTOOD, NOTHING, write_table
from monitoring.results.definition_steps import take_step
from monitoring.results.dual_runs.comparison import as_data
from monitoring.results.dual_runs.computing import compute_comparison

HINT = "`manage.py definitions list` lists what there is."


class Command(BaseCommand):
    help = (
        "List versions of measures' definitions, show one, tell how two differ, withdraw a draft, or compute "
        "what one would move (nothing is stored). Exit code: 0 something was found or done; 1 nothing matches, or it "
        "cannot be done; 2 an option is not understood."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        listed = what.add_parser("list", help="all versions, or those of a measure")
        listed.add_argument("--measure", help="id of a measure, like T_UNQ")
        listed.add_argument("--format", choices=("csv", "json"), default="csv")
        what.add_parser("show", help="one version").add_argument("definition", help="like T_UNQ.2")
        differ = what.add_parser("diff", help="how the second version differs from the first")
        differ.add_argument("definition", help="like T_UNQ.1")
        differ.add_argument("other", help="like T_UNQ.2")
        withdrawn = what.add_parser("withdraw", help="withdraw a draft")
        withdrawn.add_argument("definition", help="like T_UNQ.3")
        withdrawn.add_argument("--by", required=True, help="e-mail address of who does it, a member of the agency")
        withdrawn.add_argument("--reason", required=True, help="why")
        what.add_parser("dual-run", help="what a version would move").add_argument("definition", help="like T_UNQ.3")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "withdraw":
            self._withdraw(options)
            return
        with across_districts(reason="command: definitions"):
            getattr(self, f"_{options['what'].replace('-', '_')}")(options)

    def _withdraw(self, options: dict[str, Any]) -> None:
        with across_districts(reason="command: definitions"):
            one, _ = self._found(options["definition"])
            agency = Membership.objects.filter(email__iexact=options["by"], active=True)
            by = agency.filter(district__kind="STATE").select_related("district").first()
        if by is None:
            raise CommandError(f"{options['by']} is no member of the agency.", returncode=NOT_UNDERSTOOD)
        try:
            with in_state(by.district_id):
                take_step(
                    measure=one.measure_id, version=one.version, step=Step.WITHDRAW, reason=options["reason"], by=by
                )
        except (NotPossible, PermissionDenied) as why:
            raise CommandError(str(why), returncode=NOTHING) from None
        self.stdout.write(f"{one.id} is withdrawn.")

    def _list(self, options: dict[str, Any]) -> None:
        wanted = options["measure"]
        if wanted and wanted not in MEASURES:
            raise CommandError(
                f"There is no measure {wanted}. Known: {', '.join(MEASURES)}.", returncode=NOT_UNDERSTOOD
            )
        rows = [
            {"definition": one.id, "state": one.state.value, "holds_in": years_in_words(one), "due": str(one.due or ""),
             "review_date": str(one.review_date or ""), "author": one.author, "checker": one.checker,
             "hash": one.definition_hash}
            for one in definitions_for_ese()
            if wanted in (None, one.measure_id)
        ]  # fmt: skip
        columns = list(rows[0]) if rows else []
        write_table(self.stdout, columns, rows, style=options["format"], hint=HINT)

    def _show(self, options: dict[str, Any]) -> None:
        one, _ = self._found(options["definition"])
        said = {"definition": one.id, **stored_fields(one), "rule_in_words": dict(rule_in_words(one))}
        self.stdout.write(json.dumps(said, indent=1, default=str))

    def _diff(self, options: dict[str, Any]) -> None:
        (one, _), (other, _) = self._found(options["definition"]), self._found(options["other"])
        if one.measure_id != other.measure_id:
            raise CommandError("Give two versions of one measure.", returncode=NOT_UNDERSTOOD)
        for change in difference(one, other):
            self.stdout.write(f"{change.title}: {change.before} → {change.after}")

    def _dual_run(self, options: dict[str, Any]) -> None:
        one, others = self._found(options["definition"])
        if one.rule is None:
            raise CommandError("Its figures are published, so there is nothing to compute.", returncode=NOTHING)
        found = compute_comparison(one, others, tell=lambda stage, done, total: None)
        self.stdout.write(json.dumps(as_data(found), indent=1))

    def _found(self, name: str) -> tuple[Definition, tuple[Definition, ...]]:
        """The version of that name, and the others of its measure."""
        measure, _, version = name.partition(".")
        known = definitions_of(histories_for_ese(measure))
        one = next((each for each in known if str(each.version) == version), None)
        if one is None:
            raise CommandError(f"There is no definition {name}. {HINT}", returncode=NOTHING)
        return one, tuple(each for each in known if each.version != one.version)
