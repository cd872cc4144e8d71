-- Where read models are built. All of it can be thrown away and built again.
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
GRANT USAGE ON SCHEMA public TO genfind_projector, genfind_reader;

CREATE SCHEMA views AUTHORIZATION genfind_projector;

-- Read models make schemas and tables of their own; whoever reads may read them all.
ALTER DEFAULT PRIVILEGES FOR ROLE genfind_projector
    GRANT USAGE ON SCHEMAS TO genfind_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE genfind_projector
    GRANT SELECT ON TABLES TO genfind_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE genfind_projector
    REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE genfind_projector
    GRANT EXECUTE ON FUNCTIONS TO genfind_reader;
