-- The database roles of equityplan. Run once a server, as a superuser; running it again changes nothing.
-- Set passwords for the three logins afterwards (\password eqp_owner ...), unless sockets or certificates vouch for them.
--
--   eqp_owner   owns the database and all tables; used by migrations only
--   eqp_app     web and workers; owns nothing; in each transaction it takes on one of the four group roles
--   eqp_public  the public site; reads published tables
--
-- Nobody gets default privileges: each migration grants what its tables need.
do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('eqp_owner', 'login createdb nosuperuser nobypassrls'),
            ('eqp_app', 'login noinherit nocreatedb nosuperuser nobypassrls'),
            ('eqp_public', 'login noinherit nocreatedb nosuperuser nobypassrls'),
            ('eqp_district', 'nologin nosuperuser nobypassrls'),
            ('eqp_state', 'nologin nosuperuser nobypassrls'),
            ('eqp_job', 'nologin nosuperuser nobypassrls'),
            ('eqp_worker', 'nologin nosuperuser nobypassrls')
        ) as roles (name, attributes)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            execute format('create role %I %s', wanted.name, wanted.attributes);
        end if;
    end loop;
end
$$;
grant eqp_district, eqp_state, eqp_job, eqp_worker to eqp_app with inherit false, set true;
