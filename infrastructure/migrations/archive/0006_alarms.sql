-- What the sealer had to tell somebody, and about which witness of the policy.
CREATE TABLE transparency.alarm (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind ~ '^[a-z_]{1,40}$'),
    witness text,
    raised_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TRIGGER no_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON transparency.alarm
FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
CREATE TRIGGER no_row_changes BEFORE UPDATE OR DELETE ON transparency.alarm
FOR EACH ROW EXECUTE FUNCTION archive.refuse_change();
ALTER TABLE transparency.alarm ENABLE ALWAYS TRIGGER no_changes;
ALTER TABLE transparency.alarm ENABLE ALWAYS TRIGGER no_row_changes;

GRANT SELECT, INSERT ON transparency.alarm TO genfind_sealer;
GRANT SELECT ON transparency.alarm TO genfind_writer, genfind_auditor;
