-- Who is signed in at the pages. Lost with this database: people then sign in again.
CREATE SCHEMA sign_in;

CREATE TABLE sign_in.attempt (
    cookie bytea PRIMARY KEY, -- SHA-256 of what the browser holds
    state text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    ends timestamptz NOT NULL
);

CREATE TABLE sign_in.session (
    cookie bytea PRIMARY KEY, -- SHA-256 of what the browser holds
    subject text NOT NULL,
    role text NOT NULL,
    district text,
    unit text,
    idle_ends timestamptz NOT NULL,
    ends timestamptz NOT NULL
);
CREATE INDEX ON sign_in.session (subject);

-- Why somebody is shown personal words, until the session ends.
CREATE TABLE sign_in.purpose (
    cookie bytea REFERENCES sign_in.session ON DELETE CASCADE,
    view text,
    purpose text NOT NULL,
    reference text,
    PRIMARY KEY (cookie, view)
);

GRANT USAGE ON SCHEMA sign_in TO genfind_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sign_in TO genfind_writer;
