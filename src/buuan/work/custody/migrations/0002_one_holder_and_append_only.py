"""The database itself keeps custody whole: exactly one holder before disposal and none after, at every commit; events only grow."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION custody_one_holder() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    thing bigint;
    stands text;
    holders bigint;
BEGIN
    thing := CASE WHEN TG_TABLE_NAME = 'custody_exhibit' THEN (to_jsonb(NEW) ->> 'id')::bigint
                  ELSE COALESCE((to_jsonb(NEW) ->> 'exhibit_id')::bigint, (to_jsonb(OLD) ->> 'exhibit_id')::bigint) END;
    SELECT state INTO stands FROM custody_exhibit WHERE id = thing;
    IF stands IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO holders FROM custody_custody WHERE exhibit_id = thing AND until_at IS NULL;
    IF holders <> (CASE WHEN stands = 'disposed' THEN 0 ELSE 1 END) THEN
        RAISE EXCEPTION 'exhibit % is % and has % holders', thing, stands, holders USING ERRCODE = 'check_violation',
            CONSTRAINT = 'exhibit_has_one_holder';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER exhibit_has_one_holder AFTER INSERT OR UPDATE ON custody_exhibit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_one_holder();
CREATE CONSTRAINT TRIGGER custody_has_one_holder AFTER INSERT OR UPDATE OR DELETE ON custody_custody
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_one_holder();
CREATE TRIGGER custody_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody_custodyevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

BACKWARD = """
DROP TRIGGER custody_event_append_only ON custody_custodyevent;
DROP TRIGGER custody_has_one_holder ON custody_custody;
DROP TRIGGER exhibit_has_one_holder ON custody_exhibit;
DROP FUNCTION custody_one_holder();
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial"), ("audit", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
