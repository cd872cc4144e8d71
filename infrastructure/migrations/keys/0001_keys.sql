-- What opens sealed words and finds citizens. To forget is to destroy what lies here.
CREATE SCHEMA keys;

CREATE TABLE keys.subject_key (
    key uuid PRIMARY KEY,
    subject uuid NOT NULL,
    kek text NOT NULL,
    wrapped bytea,
    state text NOT NULL CHECK (state IN ('active', 'fenced', 'shredded')),
    CHECK ((state = 'shredded') = (wrapped IS NULL)),
    created_at timestamptz NOT NULL,
    fenced_at timestamptz,
    shredded_at timestamptz
);
CREATE UNIQUE INDEX subject_key_active ON keys.subject_key (subject)
    WHERE state = 'active';
CREATE INDEX subject_key_subject ON keys.subject_key (subject);

CREATE TABLE keys.blind_index (
    kind text NOT NULL,
    digest bytea NOT NULL,
    subject uuid NOT NULL,
    PRIMARY KEY (kind, digest)
);
CREATE INDEX blind_index_subject ON keys.blind_index (subject);

CREATE TABLE keys.secret (
    name text PRIMARY KEY,
    kek text NOT NULL,
    wrapped bytea NOT NULL
);

GRANT USAGE ON SCHEMA keys TO genfind_writer;
GRANT SELECT, INSERT, UPDATE (state, wrapped, fenced_at, shredded_at)
    ON keys.subject_key TO genfind_writer;
GRANT SELECT, INSERT, DELETE ON keys.blind_index TO genfind_writer;
GRANT SELECT, INSERT ON keys.secret TO genfind_writer;
