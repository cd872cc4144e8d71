-- The running part of the numbers that people are given, such as H-1000017.
CREATE SEQUENCE archive.number_h START 100001 NO CYCLE;
CREATE SEQUENCE archive.number_kl START 100001 NO CYCLE;

CREATE FUNCTION archive.draw_number(prefix text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    CASE prefix
        WHEN 'H' THEN RETURN nextval('archive.number_h');
        WHEN 'KL' THEN RETURN nextval('archive.number_kl');
        ELSE RAISE EXCEPTION 'there are no numbers of this kind'
            USING ERRCODE = 'invalid_parameter_value';
    END CASE;
END
$body$;
REVOKE ALL ON FUNCTION archive.draw_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION archive.draw_number TO genfind_writer;
