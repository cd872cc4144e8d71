-- Who is who on one server, and whether it keeps what it acknowledges: kind, subject, fact.
WITH ours AS (
    SELECT oid, rolname, CASE rolname WHEN %(login)s THEN 'the service' ELSE rolname END AS name
    FROM pg_roles WHERE rolname = ANY(%(roles)s) OR rolname = %(login)s
)
SELECT 'role' AS kind, name AS subject, concat_ws(', ',
    CASE WHEN rolcanlogin THEN 'may log in' ELSE 'may not log in' END,
    CASE WHEN rolsuper THEN 'superuser' END,
    CASE WHEN rolcreaterole THEN 'makes roles' END,
    CASE WHEN rolcreatedb THEN 'makes databases' END,
    CASE WHEN rolreplication THEN 'replicates' END,
    CASE WHEN rolbypassrls THEN 'bypasses row security' END
) AS fact
FROM ours JOIN pg_roles USING (oid)
UNION ALL
SELECT 'role', rolname, 'superuser' FROM pg_roles
WHERE rolsuper AND oid <> 10 AND rolname <> %(login)s AND rolname <> ALL(%(roles)s)
UNION ALL
SELECT 'member', roleid::regrole::text, concat_ws(', ',
    coalesce((SELECT name FROM ours WHERE oid = member), member::regrole::text),
    CASE WHEN admin_option THEN 'admin' END,
    CASE WHEN inherit_option THEN 'inherits' END,
    CASE WHEN set_option THEN 'may become it' END
)
FROM pg_auth_members
WHERE (
    roleid IN (SELECT oid FROM ours) OR member IN (SELECT oid FROM ours)
    OR roleid IN ('pg_write_all_data'::regrole, 'pg_maintain'::regrole)
)
-- A login that may create roles, but is no superuser, administers those it made.
AND NOT (
    member = session_user::regrole AND grantor = 10
    AND admin_option AND NOT inherit_option AND NOT set_option
)
UNION ALL
SELECT 'setting', setting, 'changed for ' || concat_ws(' in ',
    CASE setrole WHEN 0 THEN 'everybody' ELSE setrole::regrole::text END,
    (SELECT datname FROM pg_database WHERE oid = setdatabase)
)
FROM pg_db_role_setting, unnest(setconfig) AS setting
WHERE (setrole = 0 OR setrole IN (SELECT oid FROM ours)) AND setdatabase IN (
    0, (SELECT oid FROM pg_database WHERE datname = current_database())
)
UNION ALL
SELECT 'setting', name, CASE setting WHEN 'off' THEN 'off' ELSE 'on' END
FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')
ORDER BY 1, 2, 3
