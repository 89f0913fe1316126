-- Who resells a call is said by the plan of its day and kept with its bill, whoever the company
-- pays later; so is whether its exchange rate was too old. `resold` says no more than that there
-- is a reseller, and a later step drops it.
UPDATE price_plans SET plan = plan || jsonb_build_object('resale',
    jsonb_build_object('reseller', CAST(c.parent_id AS text), 'markup', plan -> 'markup'))
FROM companies c
WHERE c.id = price_plans.company_id AND c.parent_id IS NOT NULL AND plan ->> 'markup' IS NOT NULL;

ALTER TABLE bills ADD COLUMN reseller_id UUID;
UPDATE bills SET reseller_id = (SELECT c.parent_id FROM companies c WHERE c.id = bills.company_id)
WHERE resold;
ALTER TABLE bills ADD COLUMN stale BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX bills_unpriced ON bills (company_id) WHERE price_eur_cents IS NULL;

-- What only one may do at a time: whoever counts a row up has it until the transaction ends.
CREATE TABLE turns (
    what  TEXT PRIMARY KEY,
    taken BIGINT NOT NULL
);
INSERT INTO turns (what, taken) VALUES ('prices', 0);
