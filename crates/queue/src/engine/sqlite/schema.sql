-- A job in one of four states. AUTOINCREMENT: a number is never used again, so `seq` and `lease`
-- together name one lease for ever.
CREATE TABLE IF NOT EXISTS job (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    queue    TEXT    NOT NULL,
    id       BLOB    NOT NULL,
    state    INTEGER NOT NULL,           -- 0 ready, 1 delayed, 2 running, 3 dead
    at       INTEGER NOT NULL,           -- µs since 1970: ready since, due at, leased until, died at
    lease    INTEGER NOT NULL DEFAULT 0, -- how many leases there have been
    attempts INTEGER NOT NULL DEFAULT 0, -- how many attempts count so far
    kind     TEXT,                       -- of a dead letter
    why      TEXT,                       -- of a dead letter
    meta     BLOB    NOT NULL,
    body     BLOB
) STRICT;

-- Every question but one is answered from here: what is next in this state?
CREATE INDEX IF NOT EXISTS job_line ON job (queue, state, at, seq);
CREATE INDEX IF NOT EXISTS job_dead ON job (id) WHERE state = 3;

-- How many jobs are in each state, kept by triggers: counting would cost as much as there are.
CREATE TABLE IF NOT EXISTS tally (
    queue TEXT    NOT NULL,
    state INTEGER NOT NULL,
    jobs  INTEGER NOT NULL,
    PRIMARY KEY (queue, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS job_came AFTER INSERT ON job BEGIN
    INSERT INTO tally (queue, state, jobs) VALUES (new.queue, new.state, 1)
    ON CONFLICT (queue, state) DO UPDATE SET jobs = jobs + 1;
END;

CREATE TRIGGER IF NOT EXISTS job_moved AFTER UPDATE OF state ON job WHEN old.state <> new.state BEGIN
    UPDATE tally SET jobs = jobs - 1 WHERE queue = old.queue AND state = old.state;
    INSERT INTO tally (queue, state, jobs) VALUES (new.queue, new.state, 1)
    ON CONFLICT (queue, state) DO UPDATE SET jobs = jobs + 1;
END;

CREATE TRIGGER IF NOT EXISTS job_went AFTER DELETE ON job BEGIN
    UPDATE tally SET jobs = jobs - 1 WHERE queue = old.queue AND state = old.state;
END;

-- The keys of earlier pushes.
CREATE TABLE IF NOT EXISTS seen (
    queue TEXT    NOT NULL,
    key   TEXT    NOT NULL,
    until INTEGER NOT NULL, -- µs since 1970
    PRIMARY KEY (queue, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_until ON seen (queue, until);

-- One row, written to see whether writing works.
CREATE TABLE IF NOT EXISTS probe (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;
