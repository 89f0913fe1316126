-- Whether the caller's name is only what was understood of the talk: a customer keeps a name that a
-- tool or an analysis noted.
ALTER TABLE calls ADD COLUMN caller_heard BOOLEAN NOT NULL DEFAULT FALSE;
