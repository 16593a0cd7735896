-- What several instances of the proxy know of calls. Times are the database's own; names are HMACs, answers are sealed.

-- The one row: what these tables are, and the mark of the secret that their names are made with.
CREATE TABLE periksa_proxy.store (
    version integer NOT NULL,
    mark bytea NOT NULL
);

-- Who makes calls, and until when it is believed to be alive.
CREATE TABLE periksa_proxy.instance (
    id bytea PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

-- A call, from its claim on. Its answer is there for a while.
CREATE TABLE periksa_proxy.call (
    name bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    instance bytea NOT NULL,
    claim bytea NOT NULL,
    running_until timestamptz NOT NULL,
    ticket bytea,
    forgotten_at timestamptz NOT NULL,
    answer bytea,
    answer_until timestamptz
);
-- What is sealed can't be compressed.
ALTER TABLE periksa_proxy.call ALTER COLUMN answer SET STORAGE EXTERNAL;
CREATE INDEX call_answer_until ON periksa_proxy.call (answer_until) WHERE answer IS NOT NULL;
CREATE INDEX call_forgotten_at ON periksa_proxy.call (forgotten_at);

CREATE TABLE periksa_proxy.ticket (
    name bytea PRIMARY KEY,
    used bigint NOT NULL,
    forgotten_at timestamptz NOT NULL
);
CREATE INDEX ticket_forgotten_at ON periksa_proxy.ticket (forgotten_at);

CREATE TABLE periksa_proxy.failure (
    session bytea PRIMARY KEY,
    count bigint NOT NULL,
    forgotten_at timestamptz NOT NULL
);
CREATE INDEX failure_forgotten_at ON periksa_proxy.failure (forgotten_at);
