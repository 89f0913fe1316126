-- What calls cost, what they are billed at, and how that came to be.
-- `call_costs` is no longer written; `ringback costs recompute --apply` draws up the ledgers of the
-- calls that are there, and a later step drops it.

-- What a euro was worth, as published.
CREATE TABLE fx_rates (
    currency    TEXT NOT NULL,
    day         TEXT NOT NULL CHECK (length(day) = 10),
    per_euro    INTEGER NOT NULL CHECK (per_euro > 0),
    source      TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (currency, day)
) STRICT;

CREATE TABLE telephony_rates (
    direction  TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    -- How the called number begins; `+` for all.
    prefix     TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    step       TEXT NOT NULL CHECK (step IN ('minute', 'second')),
    -- Per minute.
    us_cents   INTEGER NOT NULL CHECK (us_cents >= 0),
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (direction, prefix, valid_from)
) STRICT;

CREATE TABLE fees (
    name       TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    per        TEXT NOT NULL CHECK (per IN ('call', 'minute', 'second')),
    eur_cents  INTEGER NOT NULL CHECK (eur_cents >= 0),
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (name, valid_from)
) STRICT;

-- The reseller that a company pays.
ALTER TABLE companies ADD COLUMN parent_id BLOB REFERENCES companies (id);

CREATE TABLE price_plans (
    company_id BLOB NOT NULL REFERENCES companies (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    plan       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, valid_from)
) STRICT;

-- One per call: where it is billed, at which rate, and what it costs in all.
CREATE TABLE ledgers (
    call_id       BLOB PRIMARY KEY,
    company_id    BLOB NOT NULL,
    started_at    INTEGER NOT NULL,
    -- In the branch's zone.
    day           TEXT NOT NULL CHECK (length(day) = 10),
    month         TEXT NOT NULL CHECK (length(month) = 7),
    number        TEXT,
    talked_ms     INTEGER NOT NULL,
    rate_day      TEXT,
    rate_per_euro INTEGER,
    rate_source   TEXT,
    us_cents      INTEGER NOT NULL,
    -- Absent while the rate is.
    eur_cents     INTEGER,
    estimated     INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('new', 'billed', 'changed')),
    updated_at    INTEGER NOT NULL,
    FOREIGN KEY (call_id, company_id) REFERENCES calls (id, company_id)
) STRICT;
CREATE INDEX ledgers_month_company ON ledgers (month, company_id);
CREATE INDEX ledgers_unbilled ON ledgers (state, month) WHERE state <> 'billed';
CREATE INDEX ledgers_estimated ON ledgers (month) WHERE state <> 'billed' AND estimated;

-- The current lines.
CREATE TABLE ledger_lines (
    call_id    BLOB NOT NULL REFERENCES ledgers (call_id),
    component  TEXT NOT NULL,
    company_id BLOB NOT NULL,
    month      TEXT NOT NULL,
    -- As a vendor charges it.
    us_cents   INTEGER,
    eur_cents  INTEGER,
    basis      TEXT NOT NULL CHECK (basis IN ('reported', 'estimated', 'set')),
    PRIMARY KEY (call_id, component),
    CHECK (us_cents IS NOT NULL OR eur_cents IS NOT NULL)
) STRICT;
CREATE INDEX ledger_lines_month_company ON ledger_lines (month, company_id);

-- Every change of a line; rows are only ever added.
CREATE TABLE ledger_entries (
    call_id     BLOB NOT NULL REFERENCES ledgers (call_id),
    seq         INTEGER NOT NULL,
    component   TEXT NOT NULL,
    -- The entry of the component that held until then.
    supersedes  INTEGER,
    us_cents    INTEGER,
    eur_cents   INTEGER,
    basis       TEXT NOT NULL,
    occasion    TEXT NOT NULL CHECK (occasion IN ('report', 'recompute')),
    -- Which report, and its own time.
    event       TEXT,
    reported_at INTEGER,
    made_at     INTEGER NOT NULL,
    PRIMARY KEY (call_id, seq)
) STRICT;

CREATE TABLE closed_months (
    month     TEXT PRIMARY KEY CHECK (length(month) = 7),
    closed_at INTEGER NOT NULL
) STRICT;

-- What closed months bill; rows are only ever added. A call's second one is an adjustment.
CREATE TABLE bills (
    call_id             BLOB NOT NULL REFERENCES ledgers (call_id),
    month               TEXT NOT NULL REFERENCES closed_months (month),
    company_id          BLOB NOT NULL,
    day                 TEXT NOT NULL,
    number              TEXT,
    talked_ms           INTEGER NOT NULL,
    us_cents            INTEGER NOT NULL,
    eur_cents           INTEGER,
    -- What the company's reseller pays.
    wholesale_eur_cents INTEGER,
    -- What the company pays.
    price_eur_cents     INTEGER,
    estimated           INTEGER NOT NULL,
    resold              INTEGER NOT NULL,
    PRIMARY KEY (call_id, month)
) STRICT;
CREATE INDEX bills_month_company ON bills (month, company_id);

-- What they are made of.
CREATE TABLE bill_lines (
    call_id    BLOB NOT NULL,
    month      TEXT NOT NULL,
    company_id BLOB NOT NULL,
    book       TEXT NOT NULL CHECK (book IN ('cost', 'price')),
    component  TEXT NOT NULL,
    -- How it is known, or on which terms.
    note       TEXT NOT NULL,
    -- Seconds of time, or how many.
    quantity   INTEGER NOT NULL,
    us_cents   INTEGER,
    eur_cents  INTEGER,
    PRIMARY KEY (call_id, month, book, component, note),
    FOREIGN KEY (call_id, month) REFERENCES bills (call_id, month)
) STRICT;
CREATE INDEX bill_lines_month_company ON bill_lines (month, company_id);

-- What people did to money.
CREATE TABLE audit_lines (
    id      BLOB PRIMARY KEY,
    made_at INTEGER NOT NULL,
    action  TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
CREATE INDEX audit_lines_made ON audit_lines (made_at);
