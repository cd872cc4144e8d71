-- Whoever fills read models gathers statements in a function that ends with the session.
DO $$ BEGIN
    EXECUTE format(
        'GRANT TEMPORARY ON DATABASE %I TO genfind_projector', current_database()
    );
END $$;
