"""The API describes itself completely, without warnings, and its page works under our content security policy."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.urls import URLPattern
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from districts.access import declared_access
from monitoring.analysis.intervals import rounded_outward
from monitoring.api.urls import urlpatterns

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    GENERATOR_STATS.reset()
    return dict(SchemaGenerator().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


def operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By operation id."""
    found = [item[method] for item in schema["paths"].values() for method in METHODS if method in item]
    return {operation["operationId"]: operation for operation in found}


def test_it_is_made_without_a_warning_and_valid(schema: dict[str, Any]) -> None:
    assert not GENERATOR_STATS
    validate_schema(schema)  # type: ignore[no-untyped-call]


def test_operations_keep_their_names(schema: dict[str, Any]) -> None:
    assert sorted(operations(schema)) == [
        "acceptCollection",
        "certifyCollection",
        "changeMapping",
        "confirmUpload",
        "createMapping",
        "createUpload",
        "decideProposal",
        "estimateMinutes",
        "explainWarning",
        "getCollection",
        "getDefinition",
        "getDefinitionDifference",
        "getDualRun",
        "getGap",
        "getGapProvenance",
        "getGroup",
        "getMapping",
        "getMe",
        "getMeasure",
        "getOrganization",
        "getPlanTable",
        "getProposal",
        "getRoot",
        "getRun",
        "getUpload",
        "getValue",
        "getValueProvenance",
        "leaveUpload",
        "listBurden",
        "listBurdenOfAll",
        "listCollectionFindings",
        "listCollectionWarnings",
        "listCollections",
        "listColumns",
        "listDefinitions",
        "listDistrictExperiences",
        "listExperienceParts",
        "listExperienceReports",
        "listExperiences",
        "listGapValues",
        "listGaps",
        "listGroups",
        "listMappingVersions",
        "listMappings",
        "listMeasures",
        "listOrganizations",
        "listProposals",
        "listRuns",
        "listStateExperienceParts",
        "listStateExperiences",
        "listUploadChanges",
        "listUploadFindings",
        "listUploadMoves",
        "listUploads",
        "listValues",
        "openEditWindow",
        "remindDistrict",
        "retireMapping",
        "returnCollection",
        "submitCollection",
        "withdrawCollection",
    ]


def test_every_address_says_who_may_use_it_and_stands_in_the_description(schema: dict[str, Any]) -> None:
    undescribed = {"schema/", "docs/"}
    for address in urlpatterns:
        assert isinstance(address, URLPattern)
        assert declared_access(address.callback) is not None, address
        route = str(address.pattern)
        path = "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)
        assert (path in schema["paths"]) != (route in undescribed), path


def test_every_address_that_needs_no_name_is_found_from_the_root(client: Client) -> None:
    found = set(client.get("/api/v1/").json().values())
    assert found == {f"/api/v1/{route}" for one in urlpatterns if (route := str(one.pattern)) and "<" not in route}


def test_every_operation_has_words_an_example_and_the_errors(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema).items():
        success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
        assert operation["summary"], name
        assert operation["description"], name
        assert success["content"]["application/json"]["example"], name
        assert {"400", "404", "429", "500"} <= set(operation["responses"]), name


def test_the_example_of_a_gap_across_the_state_has_ends_as_they_are_told(schema: dict[str, Any]) -> None:
    shown = operations(schema)["getGap"]["responses"]["200"]["content"]["application/json"]["example"]
    ends = pl.DataFrame(
        [{name: shown[name] for name in ("difference_low", "difference_high", "ratio_low", "ratio_high")}]
    )
    assert shown["scope"] == "state"
    assert ends.select(rounded_outward()).equals(ends)


def test_operations_that_need_a_permission_name_it_and_the_others_are_open(schema: dict[str, Any]) -> None:
    needed = {
        name: re.findall(r"Permission: `([a-z.]+)`", operation["description"])
        for name, operation in operations(schema).items()
    }
    assert {name for name in needed if "security" not in operations(schema)[name]} == {
        "getGroup",
        "getMeasure",
        "getRoot",
        "listColumns",
        "listGroups",
        "listMeasures",
    }
    assert (needed["listGaps"], needed["listValues"], needed["listRuns"], needed["getMe"]) == (
        ["figures.view"],
        ["school.view"],
        ["state.view"],
        [],
    )


def test_every_field_says_what_it_means(schema: dict[str, Any]) -> None:
    silent = [
        f"{name}.{field}"
        for name, component in schema["components"]["schemas"].items()
        for field, described in component.get("properties", {}).items()
        if not described.get("description") and not name.startswith("Paginated")
    ]
    assert silent == []


def test_it_can_be_fetched_as_json_or_yaml(db: None) -> None:
    for accept, kind in (("application/json", "application/json"), ("*/*", "application/vnd.oai.openapi")):
        answer = Client().get("/api/v1/schema/", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)


def test_its_page_has_nothing_inline_and_fetches_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/v1/docs/").content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    sources = re.findall(r"(?:src|href)=\"([^\"#]*)\"", page)
    assert [source for source in sources if source.endswith("/swagger-ui-bundle.js")]
    assert [source for source in sources if not source.startswith("/")] == []


def test_the_script_of_its_page_is_a_script_of_its_own(db: None) -> None:
    page = Client().get("/api/v1/docs/").content.decode()
    address = re.findall(r'<script src="(/api/v1/docs/[^"]*)"', page)[0]
    answer = Client().get(address)
    assert answer.headers["Content-Type"].partition(";")[0] == "application/javascript"
    assert b'url: "/api/v1/schema/"' in answer.content
