-- The walls of the house. Moments are TEXT, UTC, of fixed width (storage/moments.py), so that they sort.
-- STRICT tables: a value of the wrong type is refused instead of stored.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Updates that were carried out. Telegram may restart its numbers after a week of silence, hence pruned after 48 h.
CREATE TABLE update_seen (
    update_id INTEGER PRIMARY KEY,
    at        TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL DEFAULT '',
    role     TEXT NOT NULL DEFAULT 'stranger' CHECK (role IN ('owner', 'allowed', 'stranger')),
    told_at  TEXT                                     -- when this stranger was last told how to be let in
) STRICT;
CREATE UNIQUE INDEX one_owner ON person (role) WHERE role = 'owner';

CREATE TABLE chat (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('private', 'group', 'supergroup', 'channel')),
    title         TEXT NOT NULL DEFAULT '',
    allowed       INTEGER NOT NULL DEFAULT 0 CHECK (allowed IN (0, 1)),
    language      TEXT NOT NULL DEFAULT 'en',
    language_set  INTEGER NOT NULL DEFAULT 0 CHECK (language_set IN (0, 1)),
    zone          TEXT,                               -- IANA name; NULL: not asked or not answered yet
    context       TEXT NOT NULL DEFAULT '',
    namespace     TEXT NOT NULL DEFAULT '',
    quiet_from    TEXT,                               -- local "HH:MM"
    quiet_until   TEXT,
    state         TEXT NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'blocked', 'gone')),
    state_at      TEXT,
    next_number   INTEGER NOT NULL DEFAULT 1          -- of jobs, over all topics; never used again
) STRICT;

-- Who administers a group, as Telegram said last; a handler may not ask it.
CREATE TABLE administrator (
    chat_id   INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (chat_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    id             TEXT PRIMARY KEY CHECK (length(id) = 6),
    chat_id        INTEGER NOT NULL,
    thread_id      INTEGER,
    person_id      INTEGER NOT NULL,
    message_id     INTEGER,
    number         INTEGER NOT NULL,
    title          TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('schedule', 'watch')),
    spec           TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('active', 'paused', 'auto-paused', 'done', 'cancelled')),
    state_before   TEXT,                              -- what [Undo] goes back to
    spec_before    TEXT,                              -- what [Undo] of a change goes back to, with the title …
    title_before   TEXT,
    changed_at     TEXT,                              -- … for 24 hours from then on
    revision       INTEGER NOT NULL DEFAULT 1,
    effective_from TEXT NOT NULL,                     -- slots up to here are never due
    next_due_at    TEXT,                              -- an index only: the truth is (last settled slot, now]
    memory         TEXT NOT NULL DEFAULT '',          -- what the task remembers
    failures       INTEGER NOT NULL DEFAULT 0,        -- failed slots in a row
    error          TEXT NOT NULL DEFAULT '',          -- the failure that was told last, until it works again
    created_at     TEXT NOT NULL,
    ended_at       TEXT,
    origin_key     TEXT UNIQUE,                       -- what made it ("update:17:0"): the same update makes no second job
    UNIQUE (chat_id, number)
) STRICT;
CREATE INDEX job_due ON job (next_due_at, chat_id)
    WHERE state = 'active' AND kind = 'schedule' AND next_due_at IS NOT NULL;
CREATE INDEX job_unindexed ON job (id) WHERE state = 'active' AND kind = 'schedule' AND next_due_at IS NULL;
CREATE INDEX job_chat ON job (chat_id, state);

CREATE TABLE run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id      TEXT NOT NULL REFERENCES job (id),
    slot        TEXT,                                 -- NULL: asked for by a person, consumes no slot
    revision    INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('requested', 'claimed', 'running', 'ok', 'ok-silent', 'failed',
                                               'interrupted', 'missed', 'skipped-overlap', 'cancelled')),
    slots       INTEGER NOT NULL DEFAULT 1,           -- how many the row settles: of many missed ones the last few have rows
    attempt     INTEGER NOT NULL DEFAULT 1,
    owner       TEXT,
    lease_until TEXT,
    claimed_at  TEXT NOT NULL,
    started_at  TEXT,
    ended_at    TEXT,
    retry_at    TEXT,
    error       TEXT NOT NULL DEFAULT '',
    request_key TEXT UNIQUE,                          -- of a run asked for: pressing twice runs once
    result      TEXT,                                 -- the Report, kept for /history and "what was in it?"
    UNIQUE (job_id, slot)
) STRICT;
CREATE UNIQUE INDEX one_active_run ON run (job_id) WHERE state IN ('requested', 'claimed', 'running', 'interrupted');
CREATE INDEX run_job ON run (job_id, slot);

-- schedule-rules C12: only these transitions are legal.
CREATE TRIGGER run_transition BEFORE UPDATE OF state ON run
WHEN NOT (
    (OLD.state = NEW.state)
    OR (OLD.state = 'requested' AND NEW.state IN ('claimed', 'cancelled'))
    OR (OLD.state = 'claimed' AND NEW.state IN ('running', 'ok', 'ok-silent', 'failed', 'interrupted', 'cancelled'))
    OR (OLD.state = 'running' AND NEW.state IN ('ok', 'ok-silent', 'failed', 'interrupted', 'cancelled'))
    OR (OLD.state = 'interrupted' AND NEW.state IN ('claimed', 'failed', 'missed', 'cancelled'))
    OR (OLD.state = 'missed' AND NEW.state IN ('claimed', 'cancelled'))
)
BEGIN
    SELECT RAISE(ABORT, 'illegal transition of a run');
END;

-- What a task has reported already (news items); kept for 90 days.
CREATE TABLE seen_item (
    job_id TEXT NOT NULL REFERENCES job (id),
    key    TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (job_id, key)
) STRICT, WITHOUT ROWID;

-- What a person asked for that needs the network.
CREATE TABLE errand (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT NOT NULL UNIQUE,                 -- "update:17:0"
    word        TEXT NOT NULL,                        -- member of the errands registry
    chat_id     INTEGER NOT NULL,
    thread_id   INTEGER,
    person_id   INTEGER NOT NULL,
    message_id  INTEGER,
    arguments   TEXT NOT NULL,                        -- JSON
    state       TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
    created_at  TEXT NOT NULL,
    ended_at    TEXT
) STRICT;
CREATE INDEX errand_waiting ON errand (chat_id, id) WHERE state = 'waiting';

-- A question that a person was asked; what they asked for is kept until it is answered.
CREATE TABLE question (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id    INTEGER NOT NULL,
    thread_id  INTEGER,
    person_id  INTEGER NOT NULL,
    word       TEXT NOT NULL,                         -- zone, change, which, choose
    arguments  TEXT NOT NULL,                         -- JSON: the text that was asked, its moment, its form
    outbox_key TEXT NOT NULL,                         -- the message that asks
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dropped')),
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX question_open ON question (chat_id, person_id) WHERE state = 'open';

-- A Report on its way. A row is also the slot of its message: raising `revision` edits it in place.
CREATE TABLE outbox (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe_key    TEXT NOT NULL UNIQUE,               -- update:…, run:…, finding:…
    chat_id       INTEGER NOT NULL,
    thread_id     INTEGER,
    kind          TEXT NOT NULL CHECK (kind IN ('answer', 'terminal')),
    job_id        TEXT,                               -- a reply to the message acts on this job
    report        TEXT NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1,
    shown         INTEGER NOT NULL DEFAULT 0,         -- the revision that the chat shows
    silent        INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
    reply_to      INTEGER,                            -- a message id …
    reply_key     TEXT,                               -- … or the row whose message is replied to
    state         TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'dead')),
    repeat        INTEGER NOT NULL DEFAULT 0 CHECK (repeat IN (0, 1)),   -- sent again after an ambiguous failure
    attempts      INTEGER NOT NULL DEFAULT 0,
    not_before    TEXT,
    owner         TEXT,
    lease_until   TEXT,
    message_id    INTEGER,                            -- of the part that carries the buttons
    moved         INTEGER NOT NULL DEFAULT 0 CHECK (moved IN (0, 1)),    -- its message stayed behind in the group that the chat was
    error         TEXT NOT NULL DEFAULT '',
    created_at    TEXT NOT NULL,
    sent_at       TEXT,
    CHECK (state <> 'sent' OR message_id IS NOT NULL OR moved = 1)      -- schedule-rules B25
) STRICT;
-- Holds all that is asked of a lane's first row: with a backlog of thousands, reading the rows would take too long.
CREATE INDEX outbox_open ON outbox (chat_id, thread_id, id, state, revision, not_before)
    WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX outbox_answer ON outbox (chat_id, thread_id)
    WHERE kind = 'answer' AND state IN ('pending', 'sending', 'unknown');
CREATE INDEX outbox_later ON outbox (not_before) WHERE state IN ('pending', 'unknown') AND not_before IS NOT NULL;
CREATE INDEX outbox_edit ON outbox (id) WHERE state = 'sent' AND revision > shown;
CREATE INDEX outbox_message ON outbox (chat_id, message_id);
CREATE INDEX outbox_dead ON outbox (chat_id, job_id) WHERE state = 'dead';
CREATE INDEX outbox_repeat ON outbox (chat_id) WHERE repeat = 1;

-- schedule-rules C12: only these transitions are legal.
CREATE TRIGGER outbox_transition BEFORE UPDATE OF state ON outbox
WHEN NOT (
    (OLD.state = NEW.state AND OLD.state <> 'sending')
    OR (OLD.state = 'pending' AND NEW.state IN ('sending', 'dead'))
    OR (OLD.state = 'sending' AND NEW.state IN ('pending', 'sent', 'unknown', 'dead'))
    OR (OLD.state = 'unknown' AND NEW.state IN ('sending', 'dead'))
    OR (OLD.state = 'sent' AND NEW.state = 'pending')          -- its message is gone: the report is sent anew
    OR (OLD.state = 'dead' AND NEW.state = 'pending')          -- somebody asked for it once more
)
BEGIN
    SELECT RAISE(ABORT, 'illegal transition of an outbox row');
END;

-- The parts of a row, stored before the first is sent.
CREATE TABLE outbox_part (
    outbox_id  INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    part       INTEGER NOT NULL,
    payload    TEXT NOT NULL,                         -- JSON: text and entities, or a document
    state      TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'dead')),
    message_id INTEGER,
    PRIMARY KEY (outbox_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_part_message ON outbox_part (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE watch (
    job_id      TEXT PRIMARY KEY REFERENCES job (id),
    phase       TEXT NOT NULL CHECK (phase IN ('beginning', 'armed', 'rolling', 'guard', 'ended')),
    phase_at    TEXT NOT NULL,
    guard_until TEXT,
    line_key    TEXT NOT NULL,                        -- dedupe key of the outbox row that is edited with progress
    lost_at     TEXT,                                 -- since when the cluster is out of sight and was said to be
    muted_until TEXT                                  -- what it says until then does not ring
) STRICT;

-- A single watch has one row, a namespace many.
CREATE TABLE watched_object (
    watch     TEXT NOT NULL REFERENCES watch (job_id),
    kind      TEXT NOT NULL,
    namespace TEXT NOT NULL,
    name      TEXT NOT NULL,
    uid       TEXT NOT NULL,
    baseline  TEXT NOT NULL,                          -- JSON: the state that the watch began with
    memory    TEXT NOT NULL,                          -- JSON: what the judge remembers
    lasting   INTEGER NOT NULL DEFAULT 0 CHECK (lasting IN (0, 1)),
    PRIMARY KEY (watch, kind, namespace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    watch    TEXT NOT NULL REFERENCES watch (job_id),
    uid      TEXT NOT NULL,
    revision TEXT NOT NULL,
    episode  INTEGER NOT NULL,
    word     TEXT NOT NULL,
    cause    TEXT NOT NULL DEFAULT '',
    pod      TEXT NOT NULL DEFAULT '',                -- where its buttons look first
    container TEXT NOT NULL DEFAULT '',
    kind     TEXT NOT NULL DEFAULT '',                -- of which object, where a watch has many
    name     TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    UNIQUE (watch, uid, revision, episode, word)
) STRICT;

-- What a finding's buttons show, read at the verdict: in the morning the pod is gone.
CREATE TABLE evidence (
    finding_id INTEGER NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
    word       TEXT NOT NULL CHECK (word IN ('logs', 'previous', 'events', 'describe')),
    name       TEXT NOT NULL,                         -- of the document
    text       TEXT NOT NULL CHECK (length(text) <= 1048576),
    note       TEXT NOT NULL DEFAULT '',              -- catalogue key of why there is none
    at         TEXT NOT NULL,
    PRIMARY KEY (finding_id, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE heartbeat (
    name TEXT PRIMARY KEY,
    at   TEXT NOT NULL
) STRICT;
