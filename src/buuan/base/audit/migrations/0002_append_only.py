"""The database itself refuses to change or remove a record, a link or a day's seal, and queues every new record for its link."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log only grows: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (record_id) VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_dayseal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_dayseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_record_queue AFTER INSERT ON audit_record
    FOR EACH ROW EXECUTE FUNCTION audit_queue();
"""

BACKWARD = """
DROP TRIGGER audit_record_queue ON audit_record;
DROP TRIGGER audit_dayseal_append_only ON audit_dayseal;
DROP TRIGGER audit_link_append_only ON audit_link;
DROP TRIGGER audit_record_append_only ON audit_record;
DROP FUNCTION audit_queue();
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
