-- Who may see for a while what is hidden from others: not where an event says so, but at
-- once. Lost with this database: whoever needs it breaks the glass again.
CREATE TABLE sign_in.opening (
    officer text,
    subject uuid,
    entry uuid NOT NULL, -- the broken glass, in the access log
    ends timestamptz NOT NULL,
    PRIMARY KEY (officer, subject)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in.opening TO genfind_writer;

-- What tells own and relatives' records among reads, where the provider tells it.
ALTER TABLE sign_in.session ADD COLUMN citizen uuid, ADD COLUMN surname text;
