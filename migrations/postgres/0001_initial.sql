-- Overlap of appointments is refused by an exclusion constraint over text and range.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE retell_accounts (
    name       TEXT PRIMARY KEY,
    -- Names of keys (`env:NAME`, `file:PATH`), never keys.
    api_keys   JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE companies (
    id         UUID PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    reading    JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE calcom_accounts (
    id         UUID PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id),
    name       TEXT NOT NULL,
    base_url   TEXT,
    -- The name of a key (`env:NAME`, `file:PATH`), never a key.
    api_key    TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (company_id, name),
    UNIQUE (id, company_id)
);

CREATE TABLE branches (
    id            UUID PRIMARY KEY,
    company_id    UUID NOT NULL REFERENCES companies (id),
    slug          TEXT NOT NULL,
    name          TEXT NOT NULL,
    zone          TEXT NOT NULL,
    language      TEXT NOT NULL CHECK (language IN ('de', 'en')),
    opening_hours JSONB NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (company_id, slug),
    UNIQUE (id, company_id)
);

-- The primary key is the index on the normalised number: one look-up, by the whole number.
CREATE TABLE phone_numbers (
    number      TEXT PRIMARY KEY CHECK (number ~ '^\+[1-9][0-9]{6,14}$'),
    account     TEXT NOT NULL REFERENCES retell_accounts (name),
    company_id  UUID NOT NULL,
    branch_id   UUID NOT NULL,
    active      BOOLEAN NOT NULL,
    active_from TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id)
);
CREATE INDEX phone_numbers_company_active ON phone_numbers (company_id, active);

CREATE TABLE agents (
    agent_id    TEXT PRIMARY KEY,
    account     TEXT NOT NULL REFERENCES retell_accounts (name),
    company_id  UUID NOT NULL,
    branch_id   UUID NOT NULL,
    active      BOOLEAN NOT NULL,
    active_from TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id)
);

CREATE TABLE services (
    id         UUID PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id),
    slug       TEXT NOT NULL,
    name       TEXT NOT NULL,
    synonyms   JSONB NOT NULL,
    minutes    BIGINT NOT NULL CHECK (minutes > 0),
    active     BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (company_id, slug),
    UNIQUE (id, company_id)
);

CREATE TABLE offers (
    id                UUID PRIMARY KEY,
    company_id        UUID NOT NULL,
    branch_id         UUID NOT NULL,
    service_id        UUID NOT NULL,
    calcom_account_id UUID NOT NULL,
    event_type        BIGINT NOT NULL,
    minutes           BIGINT NOT NULL CHECK (minutes > 0),
    send_length       BOOLEAN NOT NULL,
    active            BOOLEAN NOT NULL,
    updated_at        TIMESTAMPTZ NOT NULL,
    UNIQUE (calcom_account_id, event_type, minutes),
    UNIQUE (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id),
    FOREIGN KEY (service_id, company_id) REFERENCES services (id, company_id),
    FOREIGN KEY (calcom_account_id, company_id) REFERENCES calcom_accounts (id, company_id)
);
CREATE UNIQUE INDEX offers_one_active ON offers (branch_id, service_id) WHERE active;
CREATE INDEX offers_company_active_event_type ON offers (company_id, active, event_type);
CREATE INDEX offers_event_type ON offers (event_type);

CREATE TABLE customers (
    id         UUID PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id),
    -- Absent for a caller who withheld it; each such call has a customer of its own.
    phone      TEXT CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    name       TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (company_id, phone),
    UNIQUE (id, company_id)
);

CREATE TABLE calls (
    id                   UUID PRIMARY KEY,
    account              TEXT NOT NULL,
    retell_call_id       TEXT NOT NULL,
    company_id           UUID NOT NULL,
    branch_id            UUID NOT NULL,
    customer_id          UUID,
    status               TEXT NOT NULL CHECK (status IN ('ongoing', 'ended', 'analyzed')),
    channel              TEXT,
    direction            TEXT,
    from_number          TEXT,
    to_number            TEXT,
    agent_id             TEXT,
    started_at           TIMESTAMPTZ,
    ended_at             TIMESTAMPTZ,
    duration_ms          BIGINT,
    connected            BOOLEAN NOT NULL,
    disconnection_reason TEXT,
    transcript           TEXT,
    summary              TEXT,
    sentiment            TEXT,
    voicemail            BOOLEAN,
    caller_name          TEXT,
    -- What was decided about it, in a sentence without personal data.
    decision             TEXT,
    created_at           TIMESTAMPTZ NOT NULL,
    updated_at           TIMESTAMPTZ NOT NULL,
    version              BIGINT NOT NULL,
    UNIQUE (account, retell_call_id),
    UNIQUE (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id),
    FOREIGN KEY (customer_id, company_id) REFERENCES customers (id, company_id)
);
CREATE INDEX calls_retell_call_id_status ON calls (retell_call_id, status);
CREATE INDEX calls_company_created ON calls (company_id, created_at);
CREATE INDEX calls_customer_started ON calls (customer_id, started_at);

-- Per kind of event the one report that wins; the call is folded from these.
CREATE TABLE call_reports (
    call_id  UUID NOT NULL REFERENCES calls (id),
    kind     TEXT NOT NULL,
    -- Microseconds since 1970; the smallest integer where the event carried no time.
    event_at BIGINT NOT NULL,
    digest   BYTEA NOT NULL,
    -- JSON, zstd.
    facts    BYTEA NOT NULL,
    PRIMARY KEY (call_id, kind)
);

CREATE TABLE call_costs (
    call_id   UUID NOT NULL REFERENCES calls (id),
    component TEXT NOT NULL,
    us_cents  NUMERIC(20, 9) NOT NULL,
    basis     TEXT NOT NULL CHECK (basis IN ('reported', 'estimated')),
    PRIMARY KEY (call_id, component)
);

CREATE TABLE appointments (
    id              UUID PRIMARY KEY,
    company_id      UUID NOT NULL,
    branch_id       UUID NOT NULL,
    call_id         UUID NOT NULL,
    wish            BIGINT NOT NULL,
    customer_id     UUID NOT NULL,
    service_id      UUID NOT NULL,
    offer_id        UUID NOT NULL,
    status          TEXT NOT NULL CHECK (status IN
        ('pending', 'booking', 'unclear', 'claimed', 'requested', 'confirmed', 'failed')),
    starts_at       TIMESTAMPTZ NOT NULL,
    ends_at         TIMESTAMPTZ NOT NULL CHECK (ends_at > starts_at),
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
    look_ups        BIGINT NOT NULL,
    -- When the intent was stored, right before the one request to book.
    requested_at    TIMESTAMPTZ,
    -- When the next step is due; absent when there is none.
    next_at         TIMESTAMPTZ,
    failure         TEXT,
    confirmed_at    TIMESTAMPTZ,
    created_at      TIMESTAMPTZ NOT NULL,
    updated_at      TIMESTAMPTZ NOT NULL,
    version         BIGINT NOT NULL,
    UNIQUE (call_id, wish),
    UNIQUE (id, company_id),
    FOREIGN KEY (call_id, company_id) REFERENCES calls (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id),
    FOREIGN KEY (customer_id, company_id) REFERENCES customers (id, company_id),
    FOREIGN KEY (service_id, company_id) REFERENCES services (id, company_id),
    FOREIGN KEY (offer_id, company_id) REFERENCES offers (id, company_id),
    CONSTRAINT appointments_attendee_overlap EXCLUDE USING gist (
        attendee_key WITH =,
        tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (status <> 'failed')
);
CREATE INDEX appointments_customer_start ON appointments (customer_id, starts_at);
CREATE INDEX appointments_service_status_start ON appointments (service_id, status, starts_at);
CREATE INDEX appointments_attendee_start ON appointments (attendee_key, starts_at);
CREATE INDEX appointments_due ON appointments (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE callbacks (
    id            UUID PRIMARY KEY,
    company_id    UUID NOT NULL,
    branch_id     UUID NOT NULL,
    call_id       UUID NOT NULL,
    wish          BIGINT NOT NULL,
    customer_id   UUID,
    reason        TEXT NOT NULL,
    detail        TEXT NOT NULL,
    wanted_at     TIMESTAMPTZ,
    -- A booking at Cal.com that staff should look at.
    calcom_uid    TEXT,
    -- Whether a new decision about the call may take it back.
    from_decision BOOLEAN NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('open', 'done')),
    created_at    TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (call_id, company_id) REFERENCES calls (id, company_id),
    FOREIGN KEY (branch_id, company_id) REFERENCES branches (id, company_id)
);
CREATE INDEX callbacks_company_status ON callbacks (company_id, status, created_at);
CREATE INDEX callbacks_call ON callbacks (call_id);

-- Every signed delivery, once.
CREATE TABLE events (
    id             UUID PRIMARY KEY,
    account        TEXT NOT NULL,
    digest         BYTEA NOT NULL,
    event          TEXT,
    retell_call_id TEXT,
    -- What would say whose it is; for deliveries that nobody owns yet.
    number         TEXT,
    agent_id       TEXT,
    status         TEXT NOT NULL CHECK (status IN
        ('received', 'processed', 'parked', 'unreadable', 'failed')),
    park_reason    TEXT,
    attempts       BIGINT NOT NULL,
    last_error     TEXT,
    -- zstd.
    body           BYTEA NOT NULL,
    received_at    TIMESTAMPTZ NOT NULL,
    updated_at     TIMESTAMPTZ NOT NULL,
    UNIQUE (account, digest)
);
CREATE INDEX events_status_updated ON events (status, updated_at);
CREATE INDEX events_received ON events (received_at);
CREATE INDEX events_call ON events (retell_call_id);
CREATE INDEX events_parked ON events (park_reason, number) WHERE status = 'parked';
