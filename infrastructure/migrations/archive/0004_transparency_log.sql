-- A tree over all events of the archive (RFC 6962), whose heads are signed and witnessed.
-- What is sealed once stays: rows are only added, by one sealer.
CREATE SCHEMA transparency;

CREATE TABLE transparency.leaf (
    idx bigint PRIMARY KEY CHECK (idx >= 0),
    notification_id bigint NOT NULL UNIQUE,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- Full ones only: what is unfinished follows from the leaves and roots below it.
CREATE TABLE transparency.tile (
    level smallint,
    idx bigint,
    -- EXTERNAL: hashes can't be compressed.
    hashes bytea STORAGE EXTERNAL NOT NULL CHECK (length(hashes) = 8192),
    root bytea NOT NULL CHECK (length(root) = 32),
    PRIMARY KEY (level, idx)
);

CREATE TABLE transparency.head (
    size bigint PRIMARY KEY,
    root bytea NOT NULL CHECK (length(root) = 32),
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE transparency.checkpoint (
    size bigint PRIMARY KEY REFERENCES transparency.head,
    note text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE transparency.cosignature (
    size bigint REFERENCES transparency.checkpoint,
    name text,
    key_id bytea,
    line text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (size, name, key_id)
);

DO $body$
DECLARE
    each regclass;
BEGIN
    FOREACH each IN ARRAY '{
        transparency.leaf, transparency.tile, transparency.head,
        transparency.checkpoint, transparency.cosignature
    }'::regclass[] LOOP
        EXECUTE format(
            'CREATE TRIGGER no_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change()',
            each
        );
        EXECUTE format(
            'CREATE TRIGGER no_row_changes BEFORE UPDATE OR DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION archive.refuse_change()',
            each
        );
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER no_changes', each);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER no_row_changes', each);
    END LOOP;
END
$body$;

GRANT USAGE ON SCHEMA archive, transparency TO genfind_sealer;
GRANT SELECT ON archive.stored_events TO genfind_sealer;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA transparency TO genfind_sealer;
GRANT USAGE ON SCHEMA transparency TO genfind_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA transparency TO genfind_writer;

-- Whoever verifies reads everything that is sealed, and opens nothing.
GRANT USAGE ON SCHEMA archive, disclosures, transparency TO genfind_auditor;
GRANT SELECT ON archive.stored_events, disclosures.stored_events TO genfind_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA transparency TO genfind_auditor;
