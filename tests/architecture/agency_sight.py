"""What the agency may see of a district, address by address: the whole list, written by hand (decision 18).

An address of the state's or the API's realm that leads to a district's object and is missing here fails the test. Of
what a district sent in, no answer to the agency tells more than the words named here: not who sent it, not what stands
in its cells, not what the checks found or why a check did not end. Nor does any name a district's people.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from districts.models import Job
from districts.wall import across_districts
from monitoring.intake.models import CertificationEvent, Explanation, Finding, Upload
from monitoring.intake.topics import CHECK_TOPIC
from monitoring.results.models import DistrictGap, DistrictSource, DistrictValue, SchoolBand, SchoolValue
from tests.districts.cast import Cast, Tenant
from tests.improvement.wall_objects import adoption_of, study_of
from tests.intake.wall_objects import mapping_id, proposal_id, upload_of
from tests.web.stored_state import LAST

SHOWN = frozenset({"done", "not allowed"})
HIDDEN = frozenset({"not found", "not allowed"})


@dataclass(frozen=True)
class Sight:
    """The answers that are right for a district's object, and which of the planted words they may hold."""

    answers: frozenset[str]
    words: frozenset[str] = frozenset()


FIGURES = Sight(SHOWN)
NOTHING = Sight(HIDDEN)
FILE_NAME = frozenset({"file name"})
SIGNED = frozenset({"certifier", "why", "explanation"})

AGENCY_SEES: dict[str, Sight] = {
    # figures, and where they come from: all districts'
    "state-district": FIGURES,
    "state-district-years": FIGURES,
    "state-experiences": FIGURES,
    "state-experiences-schools": FIGURES,
    "state-experiences-csv": FIGURES,
    "state-experiences-workbook": FIGURES,
    "state-school-experiences": FIGURES,
    "state-school-experiences-csv": FIGURES,
    "state-school-experiences-workbook": FIGURES,
    "state-district-summary": FIGURES,
    "state-district-summary-pdf": FIGURES,
    "state-district-gap": FIGURES,
    # what a district has adopted and how it gets on, but for what it keeps to itself
    "state-district-strategies": FIGURES,
    "state-district-adoption": FIGURES,
    "note-support": FIGURES,
    "state-district-value": FIGURES,
    "state-school": FIGURES,
    "state-school-value": FIGURES,
    "state-school-share": FIGURES,
    "api-organization": FIGURES,
    "api-value": FIGURES,
    "api-value-provenance": FIGURES,
    "api-gap": FIGURES,
    "api-gap-provenance": FIGURES,
    "api-gap-values": FIGURES,
    "api-experience-rows": FIGURES,
    "api-experience-parts": FIGURES,
    # columns that wait for the agency's decision, for they keep figures out
    "state-uploads": Sight(SHOWN, FILE_NAME),
    "api-proposals": Sight(SHOWN, FILE_NAME),
    "api-proposal": Sight(SHOWN, FILE_NAME),
    "api-proposal-decision": Sight(SHOWN, FILE_NAME),
    "state-decide-proposal": Sight(SHOWN),
    # what people did with a collection and how they explain it, once it was submitted; not what was found in it
    "state-collection": Sight(SHOWN, SIGNED),
    "state-accept-collection": Sight(SHOWN, SIGNED),
    "state-return-collection": Sight(SHOWN, SIGNED),
    "state-open-window": Sight(SHOWN, SIGNED),
    "state-remind-district": Sight(SHOWN, SIGNED),
    "api-collection": Sight(SHOWN, SIGNED),
    "api-collection-warnings": Sight(SHOWN, SIGNED),
    "api-collection-acceptance": Sight(SHOWN, SIGNED),
    "api-collection-return": Sight(SHOWN, SIGNED),
    "api-collection-window": Sight(SHOWN, SIGNED),
    "api-collection-reminder": Sight(SHOWN, SIGNED),
    "api-collection-findings": NOTHING,
    "api-collection-explanation": NOTHING,
    "api-collection-submission": NOTHING,
    "api-collection-certification": NOTHING,
    "api-collection-withdrawal": NOTHING,
    "api-collection-estimate": NOTHING,
    # whom several districts report, by a code
    "state-resolve-shared-staff": Sight(SHOWN),
    # the file itself, how its check goes and what was found: the district's
    "state-upload": NOTHING,
    "state-upload-status": NOTHING,
    "state-upload-findings": NOTHING,
    "state-upload-changes": NOTHING,
    "state-upload-changes-csv": NOTHING,
    "state-upload-changes-workbook": NOTHING,
    "state-upload-moved": NOTHING,
    "state-take-upload": NOTHING,
    "state-leave-upload": NOTHING,
    "state-mend-upload": NOTHING,
    "api-mapping": NOTHING,
    "api-mapping-versions": NOTHING,
    "api-mapping-retirement": NOTHING,
    "api-upload": NOTHING,
    "api-upload-findings": NOTHING,
    "api-upload-changes": NOTHING,
    "api-upload-moved": NOTHING,
    "api-upload-confirmation": NOTHING,
    "api-upload-leaving": NOTHING,
}


def planted(tenant: Tenant) -> dict[str, str]:
    """Words that stand in what the tenant sent in, and nowhere else."""
    code = tenant.org_code
    return {
        "file name": f"file of {code}",
        "sender": f"Sender of {code}",
        "cell": f"cell of {code}",
        "message": f"message to {code}",
        "reason": f"reason of {code}",
        "certifier": f"Certifier of {code}",
        "why": f"why of {code}",
        "explanation": f"explanation of {code}",
        "mapping": f"mapping of {code}",
        "heading": f"heading of {code}",
        "kept within the district": f"kept within {code}",
    }


def plant(cast: Cast) -> None:
    """Give each tenant an upload with findings, one that was set aside, and a proposal, that hold the words."""
    with across_districts(reason="tests: uploads that could leak"):
        for tenant in cast.tenants:
            words, upload = planted(tenant), upload_of(tenant)
            detail = {"row": 7, "column": "A", "school_year": "2020-21", "value": words["cell"]}
            Finding.objects.create(
                district=tenant.district,
                upload=upload,
                rule_id="E-CELL-NUMBER",
                severity="E",
                total=1,
                details=[detail | {"message": words["message"], "how_to_fix": words["message"]}],
            )
            kept = {"stored_name": f"{upload.stored_name}.2", "size": 1, "content_hash": "1" * 64}
            aside = Upload.objects.create(
                district=tenant.district,
                file_name=f"{words['file name']}.xlsx",
                sent_by_name=words["sender"],
                state=Upload.State.QUARANTINED,
                last_error=words["reason"],
                **kept,
            )
            Job.objects.create(
                district=tenant.district,
                topic=CHECK_TOPIC,
                key=str(aside.pk),
                state=Job.State.QUARANTINED,
                last_error=words["reason"],
            )
            proposal_id(tenant)
            mapping_id(tenant)
            adoption_of(tenant)
            study_of(tenant)
            hand_over(tenant)
            stand_behind(tenant)


def hand_over(tenant: Tenant) -> None:
    """A collection that the tenant has certified, and an explanation of its warnings."""
    words, person = planted(tenant), next(iter(tenant.members.values())).person_id
    named = {"district": tenant.district, "school_year": LAST, "collection": "OCT", "by_name": words["certifier"]}
    for number, act in enumerate(("submit", "certify"), start=1):
        CertificationEvent.objects.create(**named, number=number, act=act, person_id=person, reason=words["why"])
    warned = {"layout": "student", "rule_id": "W-CLASS-SIZE", "total": 1, "text": words["explanation"]}
    Explanation.objects.create(**named, **warned)


def stand_behind(tenant: Tenant) -> None:
    """A file of the tenant's behind each of its figures."""
    source, upload = uuid.uuid4(), upload_of(tenant)
    said = {"report": "metric_aggregate", "dataset": "metric_aggregate", "school_year": LAST, "content_hash": "2" * 64}
    DistrictSource.objects.create(
        district=tenant.district,
        snapshot_id=source,
        upload_id=upload.pk,
        file_name=planted(tenant)["file name"],
        uploaded_at=upload.received_at,
        first_run=1,
        **said,
    )
    for of_school in (SchoolValue, SchoolBand):
        of_school._default_manager.filter(district=tenant.district).update(sources=[source], source_rows=[2])
    DistrictValue.objects.filter(district=tenant.district).update(sources=[source], source_rows=[])
    DistrictGap.objects.filter(district=tenant.district).update(sources=[source])


def told_to_the_agency(body: str, address_name: str, cast: Cast) -> list[str]:
    """Which words of districts an answer holds that the agency must not see there."""
    sight = AGENCY_SEES.get(address_name, FIGURES)
    words = [
        word for tenant in (cast.north, cast.south) for kind, word in planted(tenant).items() if kind not in sight.words
    ]
    people = [
        word
        for tenant in (cast.north, cast.south)
        for member in tenant.members.values()
        for word in (member.name, member.email)
    ]
    return [word for word in (*words, *people) if word in body]


def how_to_add(address_name: str) -> str:
    return (
        f"{address_name}: not in tests/architecture/agency_sight.py. Say what the agency gets of a district's object:\n"
        f'    "{address_name}": NOTHING,'
    )
