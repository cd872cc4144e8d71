-- What has been ordered and not yet been done to its end: whoever starts goes on with it.
CREATE TABLE keys.ordered_destruction (
    erasure uuid PRIMARY KEY,
    ordered_by jsonb NOT NULL,
    request text, -- the client's idempotency key
    ordered_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON keys.ordered_destruction TO genfind_writer;
-- A key that a restored copy does not know yet is put back as destroyed.
