CREATE TABLE retell_accounts (
    name       TEXT PRIMARY KEY,
    -- Names of keys (`env:NAME`, `file:PATH`), never keys.
    api_keys   TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE companies (
    id         BLOB PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    reading    TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE calcom_accounts (
    id         BLOB PRIMARY KEY,
    company_id BLOB NOT NULL REFERENCES companies (id),
    name       TEXT NOT NULL,
    base_url   TEXT,
    -- The name of a key (`env:NAME`, `file:PATH`), never a key.
    api_key    TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (company_id, name),
    UNIQUE (id, company_id)
) STRICT;

CREATE TABLE branches (
    id            BLOB PRIMARY KEY,
    company_id    BLOB NOT NULL REFERENCES companies (id),
    slug          TEXT NOT NULL,
    name          TEXT NOT NULL,
    zone          TEXT NOT NULL,
    language      TEXT NOT NULL CHECK (language IN ('de', 'en')),
    opening_hours TEXT NOT NULL,
    updated_at    INTEGER NOT NULL,
    UNIQUE (company_id, slug),
    UNIQUE (id, company_id)
) STRICT;

-- The primary key is the index on the normalised number: one look-up, by the whole number.
CREATE TABLE phone_numbers (
    number      TEXT PRIMARY KEY CHECK (number GLOB '+[1-9]*' AND substr(number, 2) NOT GLOB '*[^0-9]*' AND length(number) BETWEEN 8 AND 16),
    account     TEXT NOT NULL REFERENCES retell_accounts (name),
    company_id  BLOB NOT NULL,
    branch_id   BLOB NOT NULL,
    active      INTEGER NOT NULL,
    active_from INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id)
) STRICT;
CREATE INDEX phone_numbers_company_active ON phone_numbers (company_id, active);

CREATE TABLE agents (
    agent_id    TEXT PRIMARY KEY,
    account     TEXT NOT NULL REFERENCES retell_accounts (name),
    company_id  BLOB NOT NULL,
    branch_id   BLOB NOT NULL,
    active      INTEGER NOT NULL,
    active_from INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id)
) STRICT;

CREATE TABLE services (
    id         BLOB PRIMARY KEY,
    company_id BLOB NOT NULL REFERENCES companies (id),
    slug       TEXT NOT NULL,
    name       TEXT NOT NULL,
    synonyms   TEXT NOT NULL,
    minutes    INTEGER NOT NULL CHECK (minutes > 0),
    active     INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (company_id, slug),
    UNIQUE (id, company_id)
) STRICT;

CREATE TABLE offers (
    id                BLOB PRIMARY KEY,
    company_id        BLOB NOT NULL,
    branch_id         BLOB NOT NULL,
    service_id        BLOB NOT NULL,
    calcom_account_id BLOB NOT NULL,
    event_type        INTEGER NOT NULL,
    minutes           INTEGER NOT NULL CHECK (minutes > 0),
    send_length       INTEGER NOT NULL,
    active            INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    UNIQUE (calcom_account_id, event_type, minutes),
    UNIQUE (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id),
    FOREIGN KEY (service_id, company_id) REFERENCES services (id, company_id),
    FOREIGN KEY (calcom_account_id, company_id) REFERENCES calcom_accounts (id, company_id)
) STRICT;
CREATE UNIQUE INDEX offers_one_active ON offers (branch_id, service_id) WHERE active;
CREATE INDEX offers_company_active_event_type ON offers (company_id, active, event_type);
CREATE INDEX offers_event_type ON offers (event_type);

CREATE TABLE customers (
    id         BLOB PRIMARY KEY,
    company_id BLOB NOT NULL REFERENCES companies (id),
    -- Absent for a caller who withheld it; each such call has a customer of its own.
    phone      TEXT CHECK (phone GLOB '+[1-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*' AND length(phone) BETWEEN 8 AND 16),
    name       TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (company_id, phone),
    UNIQUE (id, company_id)
) STRICT;

CREATE TABLE calls (
    id                   BLOB PRIMARY KEY,
    account              TEXT NOT NULL,
    retell_call_id       TEXT NOT NULL,
    company_id           BLOB NOT NULL,
    branch_id            BLOB NOT NULL,
    customer_id          BLOB,
    status               TEXT NOT NULL CHECK (status IN ('ongoing', 'ended', 'analyzed')),
    channel              TEXT,
    direction            TEXT,
    from_number          TEXT,
    to_number            TEXT,
    agent_id             TEXT,
    started_at           INTEGER,
    ended_at             INTEGER,
    duration_ms          INTEGER,
    connected            INTEGER NOT NULL,
    disconnection_reason TEXT,
    transcript           TEXT,
    summary              TEXT,
    sentiment            TEXT,
    voicemail            INTEGER,
    caller_name          TEXT,
    -- What was decided about it, in a sentence without personal data.
    decision             TEXT,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    version              INTEGER NOT NULL,
    UNIQUE (account, retell_call_id),
    UNIQUE (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id),
    FOREIGN KEY (customer_id, company_id) REFERENCES customers (id, company_id)
) STRICT;
CREATE INDEX calls_retell_call_id_status ON calls (retell_call_id, status);
CREATE INDEX calls_company_created ON calls (company_id, created_at);
CREATE INDEX calls_customer_started ON calls (customer_id, started_at);

-- Per kind of event the one report that wins; the call is folded from these.
CREATE TABLE call_reports (
    call_id  BLOB NOT NULL REFERENCES calls (id),
    kind     TEXT NOT NULL,
    -- Microseconds since 1970; the smallest integer where the event carried no time.
    event_at INTEGER NOT NULL,
    digest   BLOB NOT NULL,
    -- JSON, zstd.
    facts    BLOB NOT NULL,
    PRIMARY KEY (call_id, kind)
) STRICT;

CREATE TABLE call_costs (
    call_id   BLOB NOT NULL REFERENCES calls (id),
    component TEXT NOT NULL,
    us_cents  INTEGER NOT NULL,
    basis     TEXT NOT NULL CHECK (basis IN ('reported', 'estimated')),
    PRIMARY KEY (call_id, component)
) STRICT;

CREATE TABLE appointments (
    id              BLOB PRIMARY KEY,
    company_id      BLOB NOT NULL,
    branch_id       BLOB NOT NULL,
    call_id         BLOB NOT NULL,
    wish            INTEGER NOT NULL,
    customer_id     BLOB NOT NULL,
    service_id      BLOB NOT NULL,
    offer_id        BLOB NOT NULL,
    status          TEXT NOT NULL CHECK (status IN
        ('pending', 'booking', 'unclear', 'claimed', 'requested', 'confirmed', 'failed')),
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL CHECK (ends_at > starts_at),
    -- Whose time it takes: the customer's, or that of somebody they named.
    attendee_key    TEXT NOT NULL,
    attendee_name   TEXT NOT NULL,
    attendee_email  TEXT NOT NULL,
    attendee_phone  TEXT,
    -- Why it is to be booked, without personal data.
    because         TEXT NOT NULL,
    -- The booking that a tool says it made.
    claimed_uid     TEXT,
    calcom_uid      TEXT UNIQUE,
    look_ups        INTEGER NOT NULL,
    -- When the intent was stored, right before the one request to book.
    requested_at    INTEGER,
    -- When the next step is due; absent when there is none.
    next_at         INTEGER,
    failure         TEXT,
    confirmed_at    INTEGER,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    UNIQUE (call_id, wish),
    UNIQUE (id, company_id),
    FOREIGN KEY (call_id, company_id) REFERENCES calls (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id),
    FOREIGN KEY (customer_id, company_id) REFERENCES customers (id, company_id),
    FOREIGN KEY (service_id, company_id) REFERENCES services (id, company_id),
    FOREIGN KEY (offer_id, company_id) REFERENCES offers (id, company_id)
) STRICT;
CREATE INDEX appointments_customer_start ON appointments (customer_id, starts_at);
CREATE INDEX appointments_service_status_start ON appointments (service_id, status, starts_at);
CREATE INDEX appointments_attendee_start ON appointments (attendee_key, starts_at);
CREATE INDEX appointments_due ON appointments (next_at) WHERE next_at IS NOT NULL;

-- What PostgreSQL's exclusion constraint refuses: two live appointments of one attendee at once.
CREATE TRIGGER appointments_attendee_overlap_insert BEFORE INSERT ON appointments
WHEN NEW.status <> 'failed' AND EXISTS (
    SELECT 1 FROM appointments
    WHERE attendee_key = NEW.attendee_key AND status <> 'failed' AND id <> NEW.id
      AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at
)
BEGIN
    SELECT RAISE(ABORT, 'appointments_attendee_overlap');
END;
CREATE TRIGGER appointments_attendee_overlap_update BEFORE UPDATE ON appointments
WHEN NEW.status <> 'failed' AND EXISTS (
    SELECT 1 FROM appointments
    WHERE attendee_key = NEW.attendee_key AND status <> 'failed' AND id <> NEW.id
      AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at
)
BEGIN
    SELECT RAISE(ABORT, 'appointments_attendee_overlap');
END;

CREATE TABLE callbacks (
    id            BLOB PRIMARY KEY,
    company_id    BLOB NOT NULL,
    branch_id     BLOB NOT NULL,
    call_id       BLOB NOT NULL,
    wish          INTEGER NOT NULL,
    customer_id   BLOB,
    reason        TEXT NOT NULL,
    detail        TEXT NOT NULL,
    wanted_at     INTEGER,
    -- A booking at Cal.com that staff should look at.
    calcom_uid    TEXT,
    -- Whether a new decision about the call may take it back.
    from_decision INTEGER NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('open', 'done')),
    created_at    INTEGER NOT NULL,
    FOREIGN KEY (call_id, company_id) REFERENCES calls (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id)
) STRICT;
CREATE INDEX callbacks_company_status ON callbacks (company_id, status, created_at);
CREATE INDEX callbacks_call ON callbacks (call_id);

-- Every signed delivery, once.
CREATE TABLE events (
    id             BLOB PRIMARY KEY,
    account        TEXT NOT NULL,
    digest         BLOB NOT NULL,
    event          TEXT,
    retell_call_id TEXT,
    -- What would say whose it is; for deliveries that nobody owns yet.
    number         TEXT,
    agent_id       TEXT,
    status         TEXT NOT NULL CHECK (status IN
        ('received', 'processed', 'parked', 'unreadable', 'failed')),
    park_reason    TEXT,
    attempts       INTEGER NOT NULL,
    last_error     TEXT,
    -- zstd.
    body           BLOB NOT NULL,
    received_at    INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    UNIQUE (account, digest)
) STRICT;
CREATE INDEX events_status_updated ON events (status, updated_at);
CREATE INDEX events_received ON events (received_at);
CREATE INDEX events_call ON events (retell_call_id);
CREATE INDEX events_parked ON events (park_reason, number) WHERE status = 'parked';
