"""Keys of tenant tables: references stay in their district, unique constraints and indexes start with it.

PostgreSQL checks references without row-level security. A plain reference would therefore tell, by success or failure,
whether another tenant's row exists, and could tie rows of two tenants together.
"""

import pytest

from tests.architecture.catalog import read
from tests.architecture.table_matrix import TABLES, Protected

pytestmark = pytest.mark.django_db

PROTECTED = {name for name, expected in TABLES.items() if isinstance(expected, Protected)}

# References that may leave the district, each with its reason.
LEAVES_THE_DISTRICT = {
    ("districts_school", "successor_id"): "a school's pupils may go on in another district",
}

# Unique without the district, each with its reason.
UNIQUE_EVERYWHERE = {
    "districts_school_org_code": "the state gives the codes, they are public, and only the pipeline writes schools",
}


def test_references_between_tenant_tables_include_the_district() -> None:
    rows = read(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, array_agg(a.attname::text ORDER BY k.n)"
        " FROM pg_constraint c CROSS JOIN unnest(c.conkey) WITH ORDINALITY AS k (attnum, n)"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum WHERE c.contype = 'f' GROUP BY c.oid"
    )
    inside = {(table, to, tuple(columns)) for table, to, columns in rows if {table, to} <= PROTECTED}
    plain = {(table, to, columns[0]) for table, to, columns in inside if len(columns) == 1}
    missing = [
        f'{table}.{column}: add same_district("{table}", "{column}", "{to}") to the migration'
        for table, to, column in sorted(plain)
        if (table, to, ("district_id", column)) not in inside and (table, column) not in LEAVES_THE_DISTRICT
    ]
    assert ("intake_finding", "intake_upload", ("district_id", "upload_id")) in inside
    assert missing == []


def test_unique_constraints_of_tenant_tables_start_with_the_district() -> None:
    rows = read(
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, a.attname FROM pg_index i"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE i.indisunique AND NOT i.indisprimary"
    )
    loose = {index: column for table, index, column in rows if table in PROTECTED and column != "district_id"}
    assert sorted(loose) == sorted(UNIQUE_EVERYWHERE)


def test_every_tenant_table_has_an_index_for_the_policys_equality() -> None:
    rows = read(
        "SELECT i.indrelid::regclass::text FROM pg_index i"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE a.attname = 'district_id' AND i.indpred IS NULL"
    )
    assert sorted(PROTECTED - {table for (table,) in rows}) == []
