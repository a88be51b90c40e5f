"""Scopes nest, end, and are refused where they do not belong."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from districts.models import District, School
from districts.wall import OutsideScope, Scope, across_districts, current_scope, in_district, in_state
from districts.wall.scope import CrossingNotAllowed
from tests.districts.cast import Cast


def database_says() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, coalesce(current_setting('eqp.district', true), '')")
        return cursor.fetchone()


def planned() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plan_cache_mode')")
        return str(cursor.fetchone()[0])


def test_what_people_ask_for_is_planned_for_their_values_and_what_workers_do_is_not(cast: Cast) -> None:
    seen = [planned()]
    with in_district(cast.north.id):
        seen.append(planned())
        with across_districts(reason="tests"):
            seen.append(planned())
        seen.append(planned())
    with in_state(cast.agency.id):
        seen.append(planned())
    seen.append(planned())
    assert seen == ["auto", "force_custom_plan", "auto", "force_custom_plan", "force_custom_plan", "auto"]


def test_each_scope_takes_on_its_role_and_gives_it_back(cast: Cast) -> None:
    north, south, agency = (str(tenant.id) for tenant in (cast.north, cast.south, cast.agency))
    seen = [database_says()]
    with in_district(cast.north.id):
        seen.append(database_says())
        with in_state(cast.agency.id):
            seen.append(database_says())
            with across_districts(reason="tests"):
                seen.append(database_says())
            seen.append(database_says())
        with in_district(cast.south.id):
            seen.append(database_says())
        seen.append(database_says())
    seen.append(database_says())
    assert seen == [
        ("eqp_app", ""),
        ("eqp_district", north),
        ("eqp_state", agency),
        ("eqp_worker", ""),
        ("eqp_state", agency),
        ("eqp_district", south),
        ("eqp_district", north),
        ("eqp_app", ""),
    ]


def test_an_error_inside_a_scope_puts_the_outer_one_back(cast: Cast) -> None:
    with in_district(cast.north.id):
        with pytest.raises(ZeroDivisionError), in_district(cast.south.id):
            _ = 1 / 0
        assert database_says() == ("eqp_district", str(cast.north.id))
        assert current_scope() == Scope("district", district_id=cast.north.id)


def test_a_database_error_inside_a_scope_puts_the_outer_one_back(cast: Cast) -> None:
    with in_district(cast.north.id):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, in_district(cast.south.id), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM districts_person")
        assert database_says() == ("eqp_district", str(cast.north.id))


def test_a_rollback_that_was_asked_for_puts_the_outer_one_back(cast: Cast) -> None:
    with in_district(cast.north.id):
        with in_district(cast.south.id):
            transaction.set_rollback(True)
        assert database_says() == ("eqp_district", str(cast.north.id))


def test_a_scope_costs_one_statement_to_enter_and_one_to_leave(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked, in_district(cast.north.id):
        pass
    assert [query["sql"].split()[0] for query in asked] == ["SAVEPOINT", "SELECT", "SELECT", "RELEASE"]


def test_crossing_needs_a_reason_and_a_listed_module(cast: Cast) -> None:
    with pytest.raises(ValueError, match="say why"):
        across_districts(reason=" ")
    elsewhere: dict[str, object] = {"__name__": "districts.views.people", "across_districts": across_districts}
    with pytest.raises(CrossingNotAllowed, match=r"districts\.views\.people may not cross districts"):
        eval("across_districts(reason='curiosity')", elsewhere)  # noqa: S307


def test_crossing_is_logged(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="districts.wall"), across_districts(reason="to count schools"):
        pass
    assert [record.getMessage() for record in caplog.records if record.name == "districts.wall"] == [
        "across districts: to count schools (tests.districts.test_scopes)"
    ]


def test_a_new_thread_has_no_scope(cast: Cast) -> None:
    seen: list[Scope | None] = []
    with in_district(cast.north.id):
        thread = threading.Thread(target=lambda: seen.append(current_scope()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_the_directory_of_districts_is_readable_without_a_scope_and_schools_are_not(cast: Cast) -> None:
    assert District.objects.count() == 3
    with pytest.raises(OutsideScope, match=r"districts\.School\.count: open in_district or in_state first"):
        School.objects.count()


def test_another_login_is_refused(cast: Cast) -> None:
    with in_district(cast.north.id), pytest.raises(OutsideScope, match="'default' login only"):
        list(School.objects.using("owner"))
