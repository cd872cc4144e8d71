-- The files of contacts, sealed piece by piece. What lies here is for ever; it is dead
-- once the key of its contact is destroyed.
CREATE SCHEMA evidence;

CREATE TABLE evidence.file (
    contact uuid NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    key uuid NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    media_type text NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (contact, sha256)
);

CREATE TABLE evidence.piece (
    contact uuid NOT NULL,
    sha256 bytea NOT NULL,
    n integer NOT NULL CHECK (n >= 0),
    -- EXTERNAL: nothing that is sealed can be compressed.
    sealed bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (contact, sha256, n),
    FOREIGN KEY (contact, sha256) REFERENCES evidence.file
);

DO $body$
DECLARE
    each regclass;
BEGIN
    FOREACH each IN ARRAY '{evidence.file, evidence.piece}'::regclass[] LOOP
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

GRANT USAGE ON SCHEMA evidence TO genfind_writer;
GRANT SELECT, INSERT ON evidence.file, evidence.piece TO genfind_writer;
