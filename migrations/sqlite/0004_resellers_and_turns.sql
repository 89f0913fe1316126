-- Who resells a call is said by the plan of its day and kept with its bill, whoever the company
-- pays later; so is whether its exchange rate was too old. `resold` says no more than that there
-- is a reseller, and a later step drops it.
UPDATE price_plans SET plan = json_set(plan, '$.resale',
    json_object('reseller', lower(hex((SELECT c.parent_id FROM companies c WHERE c.id = price_plans.company_id))),
        'markup', json_extract(plan, '$.markup')))
WHERE json_extract(plan, '$.markup') IS NOT NULL
    AND (SELECT c.parent_id FROM companies c WHERE c.id = price_plans.company_id) IS NOT NULL;

ALTER TABLE bills ADD COLUMN reseller_id BLOB;
UPDATE bills SET reseller_id = (SELECT c.parent_id FROM companies c WHERE c.id = bills.company_id)
WHERE resold;
ALTER TABLE bills ADD COLUMN stale INTEGER NOT NULL DEFAULT FALSE;
CREATE INDEX bills_unpriced ON bills (company_id) WHERE price_eur_cents IS NULL;

-- What only one may do at a time: whoever counts a row up has it until the transaction ends.
CREATE TABLE turns (
    what  TEXT PRIMARY KEY,
    taken INTEGER NOT NULL
) STRICT;
INSERT INTO turns (what, taken) VALUES ('prices', 0);
