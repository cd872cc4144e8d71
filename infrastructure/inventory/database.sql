-- What one database holds and who may do what in it: kind, subject, fact.
-- What extensions made, and what owners may do with their own, is left out.
WITH schemas AS (
    SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
),
extended AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
relations AS (
    SELECT c.*, c.oid::regclass::text AS name
    FROM pg_class c JOIN schemas ON schemas.oid = c.relnamespace
    WHERE ('pg_class'::regclass, c.oid) NOT IN (TABLE extended)
),
functions AS (
    SELECT p.*, p.oid::regprocedure::text AS name
    FROM pg_proc p JOIN schemas ON schemas.oid = p.pronamespace
    WHERE ('pg_proc'::regclass, p.oid) NOT IN (TABLE extended)
),
granted AS (
    SELECT 'database' AS kind, %(kind)s AS name, datdba AS owner,
        coalesce(datacl, acldefault('d', datdba)) AS acl
    FROM pg_database WHERE datname = current_database()
    UNION ALL
    SELECT 'schema', nspname::text, nspowner, coalesce(nspacl, acldefault('n', nspowner))
    FROM schemas
    UNION ALL
    SELECT 'relation', name, relowner, coalesce(
        relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)
    ) FROM relations
    UNION ALL
    SELECT 'column', name || '.' || attname, relowner, attacl
    FROM relations JOIN pg_attribute ON attrelid = relations.oid
    UNION ALL
    SELECT 'function', name, proowner, coalesce(proacl, acldefault('f', proowner))
    FROM functions
)
SELECT 'owner' AS kind, 'database ' || %(kind)s AS subject,
    datdba::regrole::text AS fact
FROM pg_database WHERE datname = current_database()
UNION ALL
SELECT 'owner', 'schema ' || nspname, nspowner::regrole::text FROM schemas
UNION ALL
SELECT 'owner', 'relation ' || name, relowner::regrole::text
FROM relations WHERE relkind NOT IN ('i', 'I')
UNION ALL
SELECT 'owner', 'function ' || name, proowner::regrole::text FROM functions
UNION ALL
SELECT 'grant', granted.kind || ' ' || name, concat(
    CASE grantee
        WHEN 0 THEN 'PUBLIC'
        WHEN (SELECT oid FROM pg_roles WHERE rolname = %(login)s) THEN 'the service'
        ELSE grantee::regrole::text
    END,
    ' may ', privilege_type, CASE WHEN is_grantable THEN ' and grant it' END
)
FROM granted, aclexplode(acl) WHERE grantee <> owner
-- Whoever migrates and examines is let in.
AND NOT (kind = 'database' AND grantee IN (
    SELECT oid FROM pg_roles WHERE rolname = session_user OR rolsuper
))
UNION ALL
SELECT 'grant', 'everything that ' || defaclrole::regrole || ' makes', concat(
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
    ' may ', privilege_type, ' (', defaclobjtype, ')'
)
FROM pg_default_acl, aclexplode(defaclacl) WHERE grantee <> defaclrole
UNION ALL
SELECT 'table', name, concat_ws(', ',
    CASE relpersistence WHEN 'p' THEN 'permanent' ELSE 'lost in a crash' END,
    CASE WHEN relrowsecurity THEN 'row security' END,
    pg_get_partkeydef(oid),
    (SELECT 'part of ' || inhparent::regclass FROM pg_inherits WHERE inhrelid = relations.oid),
    pg_get_expr(relpartbound, oid)
)
FROM relations WHERE relkind NOT IN ('i', 'I', 'S', 'c')
UNION ALL
SELECT 'column', name || '.' || attname, concat_ws(', ',
    format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN 'not null' END,
    CASE attstorage WHEN 'e' THEN 'stored as it is' END,
    CASE attidentity WHEN 'a' THEN 'always drawn' WHEN 'd' THEN 'drawn by default' END,
    pg_get_expr(adbin, adrelid)
)
FROM relations
JOIN pg_attribute ON attrelid = relations.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind IN ('r', 'p', 'f') AND NOT relispartition
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, concat(
    pg_get_constraintdef(pg_constraint.oid), CASE WHEN NOT convalidated THEN ' unchecked' END
)
FROM pg_constraint JOIN relations ON relations.oid = conrelid
WHERE contype <> 'n' AND coninhcount = 0
UNION ALL
SELECT 'index', name, concat(
    pg_get_indexdef(oid), CASE WHEN NOT indisvalid THEN ' (not valid)' END
)
FROM relations JOIN pg_index ON indexrelid = oid WHERE NOT relispartition
UNION ALL
SELECT 'sequence', name, format(
    'from %%s by %%s%%s', seqstart, seqincrement, CASE WHEN seqcycle THEN ', in a circle' END
)
FROM relations JOIN pg_sequence ON seqrelid = oid
UNION ALL
SELECT 'trigger', tgrelid::regclass || '.' || tgname, concat(
    pg_get_triggerdef(pg_trigger.oid),
    CASE tgenabled
        WHEN 'A' THEN ', always' WHEN 'D' THEN ', never' WHEN 'R' THEN ', on replicas'
    END
)
FROM pg_trigger JOIN relations ON relations.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT 'event trigger', evtname, 'on ' || evtevent || ' calls ' || evtfoid::regprocedure
FROM pg_event_trigger
UNION ALL
SELECT 'rule', ev_class::regclass || '.' || rulename, pg_get_ruledef(pg_rewrite.oid)
FROM pg_rewrite JOIN relations ON relations.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL
SELECT 'policy', polrelid::regclass || '.' || polname, 'exists' FROM pg_policy
UNION ALL
SELECT 'function', name, concat_ws(', ',
    CASE WHEN prosecdef THEN 'as its owner' END,
    array_to_string(proconfig, ', '),
    left(encode(sha256(convert_to(prosrc, 'UTF8')), 'hex'), 16)
)
FROM functions
UNION ALL
SELECT 'extension', extname, 'exists' FROM pg_extension
ORDER BY 1, 2, 3
