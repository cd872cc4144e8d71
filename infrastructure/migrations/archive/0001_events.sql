-- One log of events, in a schema of its own. What lies here is for ever.
CREATE SCHEMA ${schema};

CREATE TABLE ${schema}.stored_events (
    originator_id ${id_type} NOT NULL,
    originator_version bigint NOT NULL
        CONSTRAINT versions_begin_at_1 CHECK (originator_version >= 1),
    topic text NOT NULL,
    -- EXTERNAL: the bytes lie as they are, for their hash covers them.
    state bytea STORAGE EXTERNAL NOT NULL,
    notification_id bigint GENERATED ALWAYS AS IDENTITY,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (originator_id, originator_version)
) PARTITION BY RANGE (originator_id);

-- Unique by identity and lock; a unique index would have to hold the partition key.
CREATE INDEX stored_events_notification_id_idx
    ON ${schema}.stored_events (notification_id);

-- UUIDv7 begins with the milliseconds since 1970, so that a range of ids is a range of
-- time. The default partition takes the rest: nobody has to add one.
DO $body$
DECLARE
    name text := 'stored_events_before_2025';
    lower_bound text := 'MINVALUE';
    upper_bound text;
    millis bigint;
BEGIN
    FOR year IN 2025..2050 LOOP
        millis := 1000 * extract(epoch FROM make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'));
        upper_bound := quote_literal(rpad(lpad(to_hex(millis), 12, '0'), 32, '0')::uuid);
        EXECUTE format(
            'CREATE TABLE ${schema}.%I PARTITION OF ${schema}.stored_events'
            ' FOR VALUES FROM (%s) TO (%s)',
            name, lower_bound, upper_bound
        );
        lower_bound := upper_bound;
        name := 'stored_events_' || year;
    END LOOP;
END
$body$;
CREATE TABLE ${schema}.stored_events_default
    PARTITION OF ${schema}.stored_events DEFAULT;

CREATE FUNCTION ${schema}.refuse_change() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    RAISE EXCEPTION 'what is recorded stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
REVOKE ALL ON FUNCTION ${schema}.refuse_change() FROM PUBLIC;

-- ALWAYS: else a superuser's session_replication_role = replica would step around them.
-- Partitions inherit the row trigger; a statement trigger sees its own table alone.
CREATE TRIGGER no_row_changes BEFORE UPDATE OR DELETE ON ${schema}.stored_events
    FOR EACH ROW EXECUTE FUNCTION ${schema}.refuse_change();
ALTER TABLE ${schema}.stored_events ENABLE ALWAYS TRIGGER no_row_changes;
DO $body$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('${schema}.stored_events') LOOP
        EXECUTE format(
            'CREATE TRIGGER no_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_change()',
            part
        );
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER no_changes', part);
    END LOOP;
END
$body$;

-- The only way in. `callers` tells which save each event belongs to: a save is stored
-- whole or not at all, and one in conflict takes no position away from the others.
CREATE FUNCTION ${schema}.append_stored_events(
    callers int[], ids ${id_type}[], versions bigint[], topics text[], states bytea[]
) RETURNS TABLE (refused_caller int, new_id bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '4s'
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $body$
DECLARE
    refused int[];
    wanted bigint;
    stored bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        -- A snapshot older than the lock would not show what the last holder stored.
        RAISE EXCEPTION 'events can only be appended in READ COMMITTED transactions';
    END IF;
    -- Held until the commit: whoever sees a position has seen all smaller ones.
    PERFORM pg_advisory_xact_lock(hashtextextended('${schema}.stored_events', 0));
    -- Index lookups only (see SET above): a plan made while the table was small must
    -- not read the whole table later, while all other writers wait.
    refused := ARRAY(
        SELECT DISTINCT n.caller
        FROM unnest(callers, ids, versions) AS n (caller, id, v)
        JOIN ${schema}.stored_events e
            ON e.originator_id = n.id AND e.originator_version = n.v
    );
    RETURN QUERY SELECT r, NULL::bigint FROM unnest(refused) AS r;
    RETURN QUERY
        INSERT INTO ${schema}.stored_events AS e
            (originator_id, originator_version, topic, state)
        SELECT n.id, n.v, n.topic, n.state
        FROM unnest(callers, ids, versions, topics, states) WITH ORDINALITY
            AS n (caller, id, v, topic, state, place)
        WHERE n.caller <> ALL (refused)
        ORDER BY n.place
        RETURNING NULL::int, e.notification_id;
    GET DIAGNOSTICS stored = ROW_COUNT;
    SELECT count(*) INTO wanted FROM unnest(callers) AS c WHERE c <> ALL (refused);
    IF stored <> wanted THEN
        RAISE EXCEPTION 'something swallowed % of % events', wanted - stored, wanted;
    END IF;
    IF stored > 0 THEN
        NOTIFY ${schema}_stored_events;
    END IF;
END
$body$;
REVOKE ALL ON FUNCTION ${schema}.append_stored_events FROM PUBLIC;

GRANT USAGE ON SCHEMA ${schema} TO genfind_writer, genfind_projector;
GRANT SELECT ON ${schema}.stored_events TO genfind_writer, genfind_projector;
GRANT EXECUTE ON FUNCTION ${schema}.append_stored_events TO genfind_writer;
