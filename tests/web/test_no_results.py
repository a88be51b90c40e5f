"""An agency that has no results yet."""

from django.test import Client

from tests.districts.cast import Cast


def test_the_plans_tables_say_that_there_are_no_figures_and_are_no_file(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert "There are no figures yet" in client.get("/state/tables/").content.decode()
    assert client.get("/state/tables.csv").status_code == 404


def test_the_states_experiences_say_that_there_is_no_report_and_are_no_file(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert "There is no report" in client.get("/state/experiences/").content.decode()
    assert client.get("/state/experiences.csv").status_code == 404
