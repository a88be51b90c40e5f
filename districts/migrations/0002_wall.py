"""The wall: what each database role may do with each table, and audit events that cannot be changed."""

from django.db import migrations

from districts.wall import protect, same_district, share

READ_WRITE = "select insert update delete"

APPEND_ONLY = """
CREATE FUNCTION districts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER districts_auditevent_no_change BEFORE UPDATE OR DELETE ON districts_auditevent
    FOR EACH ROW EXECUTE FUNCTION districts_append_only();
CREATE TRIGGER districts_auditevent_no_truncate BEFORE TRUNCATE ON districts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION districts_append_only();
"""
CHANGEABLE = """
DROP TRIGGER districts_auditevent_no_change ON districts_auditevent;
DROP TRIGGER districts_auditevent_no_truncate ON districts_auditevent;
DROP FUNCTION districts_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0001_initial"),
        ("equityplan", "0001_database"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        # Sign-in: the bare login only. From inside a tenant's scope nobody can read who has which password.
        share("districts_person", app="select insert update"),
        share("django_session", app=READ_WRITE),
        share("account_emailaddress", app=READ_WRITE),
        share("account_emailconfirmation", app=READ_WRITE),
        share("mfa_authenticator", app=READ_WRITE),
        # Django's own, which nothing here uses: rights are roles (districts.roles).
        share("django_content_type"),
        share("auth_permission"),
        share("auth_group"),
        share("auth_group_permissions"),
        # The directory and the plan: readable by all.
        share(
            "districts_region",
            district="select",
            state="select",
            worker="select insert update",
            app="select",
            public="select",
        ),
        share(
            "districts_district",
            district="select",
            state="select",
            worker="select insert update",
            app="select",
            public="select",
        ),
        share("districts_plancycle", district="select", state="select", worker="select", app="select", public="select"),
        share(
            "districts_plantext",
            district="select",
            state="select insert",
            worker="select",
            app="select",
            public="select",
        ),
        # Tenants' rows.
        protect(
            "districts_school", district="select", state="select", worker="select insert update", open_to_state=True
        ),
        protect(
            "districts_membership",
            district="select insert update",
            state="select",
            worker="select insert update",
            doors={"person": "person_id"},
        ),
        protect(
            "districts_invitation",
            district="select insert update",
            state="",
            job="",
            worker="select insert update",
        ),
        protect(
            "districts_apitoken",
            district="select insert update",
            state="",
            job="",
            worker="select insert update",
            doors={"token": "token_hash"},
        ),
        protect(
            "districts_auditevent",
            district="select insert",
            state="select insert",
            job="select insert",
            worker="select insert",
        ),
        protect("districts_chaincheck", district="select", state="select", worker="select insert", key=None),
        protect(
            "districts_job",
            district="select insert update",
            state="select insert update",
            job="select insert update",
            worker="select insert update",
        ),
        same_district("districts_membership", "school_id", "districts_school"),
        same_district("districts_invitation", "school_id", "districts_school"),
        same_district("districts_apitoken", "membership_id", "districts_membership"),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
