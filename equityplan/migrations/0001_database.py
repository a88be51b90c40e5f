"""Who may enter the database at all. What a table allows is said by the migration that makes the table."""

from django.db import migrations

ENTER = """
do $$
begin
    execute format('revoke all on database %1$I from public', current_database());
    execute format('grant connect on database %1$I to eqp_app, eqp_public', current_database());
    execute format('grant temporary on database %1$I to eqp_worker', current_database());  -- it copies into them
end
$$;
revoke all on schema public from public;
grant usage on schema public to eqp_app, eqp_district, eqp_state, eqp_job, eqp_worker, eqp_public;
grant select on django_migrations to eqp_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(ENTER, migrations.RunSQL.noop)]
