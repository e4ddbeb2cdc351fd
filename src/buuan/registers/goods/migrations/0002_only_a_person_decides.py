"""Holds in the database what no source may undo: a category that only a person decides takes no row, and its flag stays.

To change a flag, a reviewed decision (docs/decisions/0011) comes with a migration that lifts `category_automatic_stays`, changes
the row and puts the trigger back.
"""

from django.db import migrations

HOLD = """
ALTER TABLE goods_category ADD CONSTRAINT category_code_automatic UNIQUE (code, automatic);
ALTER TABLE goods_term ADD CONSTRAINT term_of_an_automatic_category
    FOREIGN KEY (category_id, category_automatic) REFERENCES goods_category (code, automatic);

CREATE FUNCTION goods_category_automatic_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.automatic IS DISTINCT FROM OLD.automatic OR NEW.code IS DISTINCT FROM OLD.code THEN
        RAISE EXCEPTION 'category_automatic_stays: the flag of % changes by a reviewed migration only', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'category_automatic_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER category_automatic_stays BEFORE UPDATE ON goods_category
    FOR EACH ROW EXECUTE FUNCTION goods_category_automatic_stays();

CREATE FUNCTION goods_term_scope_is_automatic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM goods_category WHERE NOT automatic AND code = ANY (NEW.scope)) THEN
        RAISE EXCEPTION 'term_scope_is_automatic: «%» would be an exception of a category that only a person decides', NEW.text
            USING ERRCODE = 'check_violation', CONSTRAINT = 'term_scope_is_automatic';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER term_scope_is_automatic BEFORE INSERT OR UPDATE OF scope ON goods_term
    FOR EACH ROW WHEN (cardinality(NEW.scope) > 0) EXECUTE FUNCTION goods_term_scope_is_automatic();
"""

LET_GO = """
DROP TRIGGER term_scope_is_automatic ON goods_term;
DROP FUNCTION goods_term_scope_is_automatic();
DROP TRIGGER category_automatic_stays ON goods_category;
DROP FUNCTION goods_category_automatic_stays();
ALTER TABLE goods_term DROP CONSTRAINT term_of_an_automatic_category;
ALTER TABLE goods_category DROP CONSTRAINT category_code_automatic;
"""


class Migration(migrations.Migration):
    """Adds constraints and triggers that Django's models cannot say."""

    dependencies = [("goods", "0001_catalogue_rows")]

    operations = [migrations.RunSQL(HOLD, LET_GO)]
