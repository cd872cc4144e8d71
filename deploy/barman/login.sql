-- Who takes backups: may read all files by streaming, and no table. Then \password barman.
CREATE ROLE barman LOGIN REPLICATION;
GRANT pg_checkpoint, pg_read_all_settings, pg_read_all_stats TO barman;
GRANT EXECUTE ON FUNCTION
    pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_switch_wal(),
    pg_create_restore_point(text)
TO barman;
