-- The first storey. PostgreSQL type names; SQLite gets the same text as STRICT tables.
-- Every table that belongs to a service carries service_id. `…_sealed` columns are encrypted with
-- the person's own key (see store/src/sealing.rs); erasing the key erases the person.

CREATE TABLE service (
    service_id   UUID PRIMARY KEY,
    slug         TEXT NOT NULL UNIQUE,
    settings     JSONB NOT NULL,
    is_demonstration BOOLEAN NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    version      BIGINT NOT NULL
);

CREATE TABLE user_account (
    user_id       UUID PRIMARY KEY,
    service_id    UUID NOT NULL REFERENCES service (service_id),
    email         TEXT NOT NULL,
    email_folded  TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    organisation  TEXT,
    password_hash TEXT,
    roles         JSONB NOT NULL,
    languages     JSONB NOT NULL,
    room          BIGINT NOT NULL,
    is_active     BOOLEAN NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX user_account_by_service ON user_account (service_id, name);

CREATE TABLE session (
    token_hash   BYTEA PRIMARY KEY,
    user_id      UUID NOT NULL REFERENCES user_account (user_id),
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE throttle (
    key_hash     BYTEA PRIMARY KEY,
    window_start TIMESTAMPTZ NOT NULL,
    hits         BIGINT NOT NULL
);

CREATE TABLE remembered_act (
    act_key    TEXT PRIMARY KEY,
    result     TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX remembered_act_by_age ON remembered_act (created_at);

CREATE TABLE agency (
    agency_id  UUID PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (service_id),
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    is_active  BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (service_id, name)
);

CREATE TABLE link (
    link_id    UUID PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (service_id),
    purpose    TEXT NOT NULL,
    subject_id UUID NOT NULL,
    detail     TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    used_at    TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX link_by_subject ON link (subject_id, purpose);
CREATE INDEX link_by_purpose ON link (service_id, purpose);

CREATE TABLE person (
    person_id      UUID PRIMARY KEY,
    service_id     UUID NOT NULL REFERENCES service (service_id),
    wrapped_key    BYTEA,
    details_sealed BYTEA NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL,
    erased_at      TIMESTAMPTZ,
    version        BIGINT NOT NULL
);
CREATE INDEX person_by_service ON person (service_id, created_at);

CREATE TABLE person_token (
    service_id UUID NOT NULL,
    kind       TEXT NOT NULL,
    token      BYTEA NOT NULL,
    person_id  UUID NOT NULL REFERENCES person (person_id),
    PRIMARY KEY (service_id, kind, token, person_id)
);
CREATE INDEX person_token_by_person ON person_token (person_id);

CREATE TABLE permission (
    permission_id UUID PRIMARY KEY,
    service_id    UUID NOT NULL REFERENCES service (service_id),
    person_id     UUID NOT NULL REFERENCES person (person_id),
    scope         JSONB NOT NULL,
    how           TEXT NOT NULL,
    given_at      TIMESTAMPTZ NOT NULL,
    until         DATE,
    withdrawn_at  TIMESTAMPTZ
);
CREATE INDEX permission_by_person ON permission (person_id, given_at);

CREATE TABLE redirection (
    redirection_id UUID PRIMARY KEY,
    service_id     UUID NOT NULL REFERENCES service (service_id),
    at             TIMESTAMPTZ NOT NULL,
    elsewhere      TEXT NOT NULL,
    route          TEXT NOT NULL,
    referrer       JSONB NOT NULL
);
CREATE INDEX redirection_by_service ON redirection (service_id, at);

CREATE TABLE referral (
    referral_id           UUID PRIMARY KEY,
    service_id            UUID NOT NULL REFERENCES service (service_id),
    reference             TEXT NOT NULL,
    person_id             UUID NOT NULL REFERENCES person (person_id),
    referrer              JSONB NOT NULL,
    route                 TEXT NOT NULL,
    referrer_user_id      UUID REFERENCES user_account (user_id),
    agency_id             UUID REFERENCES agency (agency_id),
    needs                 JSONB NOT NULL,
    circumstances         JSONB NOT NULL,
    referrer_words_sealed BYTEA NOT NULL,
    person_words_sealed   BYTEA NOT NULL,
    sent_at               TIMESTAMPTZ NOT NULL,
    state                 TEXT NOT NULL,
    state_data            JSONB NOT NULL,
    state_words_sealed    BYTEA,
    state_since           TIMESTAMPTZ NOT NULL,
    is_open               BOOLEAN NOT NULL,
    link_worker_id        UUID REFERENCES user_account (user_id),
    complexity            BIGINT NOT NULL,
    version               BIGINT NOT NULL
);
CREATE INDEX referral_by_state ON referral (service_id, state, state_since);
CREATE INDEX referral_by_sent ON referral (service_id, sent_at);
-- The inbox: one page of it costs the same however long it is.
CREATE INDEX referral_undecided ON referral (service_id, sent_at, referral_id)
    WHERE state IN ('sent', 'returned', 'eligible');
CREATE INDEX referral_by_worker ON referral (link_worker_id, is_open);
CREATE INDEX referral_by_reference ON referral (service_id, reference);
CREATE INDEX referral_by_person ON referral (person_id, sent_at);
CREATE INDEX referral_by_referrer ON referral (referrer_user_id, sent_at);
CREATE INDEX referral_by_agency ON referral (agency_id, sent_at);

-- Every step of a pathway, so that the funnel and the story are read and never guessed.
CREATE TABLE step (
    step_id         UUID PRIMARY KEY,
    service_id      UUID NOT NULL REFERENCES service (service_id),
    referral_id     UUID NOT NULL REFERENCES referral (referral_id),
    prescription_id UUID,
    at              TIMESTAMPTZ NOT NULL,
    actor           TEXT NOT NULL,
    action          TEXT NOT NULL,
    from_state      TEXT,
    to_state        TEXT NOT NULL,
    reason          TEXT
);
CREATE INDEX step_by_referral ON step (referral_id, at);
CREATE INDEX step_by_service ON step (service_id, to_state, at);

CREATE TABLE written_code (
    referral_id UUID NOT NULL REFERENCES referral (referral_id),
    code        TEXT NOT NULL,
    service_id  UUID NOT NULL,
    written_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (referral_id, code)
);

-- What is written about an episode beside its states: why triage chose another way, or the words
-- that the person agreed to for whoever referred them.
CREATE TABLE referral_note (
    note_id      UUID PRIMARY KEY,
    service_id   UUID NOT NULL REFERENCES service (service_id),
    referral_id  UUID NOT NULL REFERENCES referral (referral_id),
    kind         TEXT NOT NULL,
    words_sealed BYTEA NOT NULL,
    by_user_id   UUID REFERENCES user_account (user_id),
    at           TIMESTAMPTZ NOT NULL
);
CREATE INDEX referral_note_by_referral ON referral_note (referral_id, at);

-- Whether two entries are the same person, as somebody decided. Nothing is deleted: a referral
-- that was pointed to another entry can be pointed back.
CREATE TABLE sameness (
    service_id  UUID NOT NULL REFERENCES service (service_id),
    person_id   UUID NOT NULL REFERENCES person (person_id),
    other_id    UUID NOT NULL REFERENCES person (person_id),
    decision    TEXT NOT NULL,
    referral_id UUID NOT NULL REFERENCES referral (referral_id),
    by_user_id  UUID REFERENCES user_account (user_id),
    at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, other_id)
);
CREATE INDEX sameness_by_referral ON sameness (referral_id);

-- Every version of the triage rules, as their manager wrote them.
CREATE TABLE rule_file (
    service_id UUID NOT NULL REFERENCES service (service_id),
    number     BIGINT NOT NULL,
    text       TEXT NOT NULL,
    by_user_id UUID REFERENCES user_account (user_id),
    saved_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (service_id, number)
);

CREATE TABLE contact (
    contact_id        UUID PRIMARY KEY,
    service_id        UUID NOT NULL REFERENCES service (service_id),
    person_id         UUID NOT NULL REFERENCES person (person_id),
    referral_id       UUID NOT NULL REFERENCES referral (referral_id),
    by_user_id        UUID NOT NULL REFERENCES user_account (user_id),
    at                TIMESTAMPTZ NOT NULL,
    way               TEXT NOT NULL,
    result            TEXT NOT NULL,
    result_data       JSONB NOT NULL,
    note_sealed       BYTEA NOT NULL,
    corrects_id       UUID REFERENCES contact (contact_id),
    correction_sealed BYTEA,
    is_superseded     BOOLEAN NOT NULL,
    recorded_at       TIMESTAMPTZ NOT NULL
);
CREATE INDEX contact_by_referral ON contact (referral_id, at);
CREATE INDEX contact_by_person ON contact (person_id, at);

-- Something to do on a day: the gentle next step after a missed contact, and the like.
CREATE TABLE reminder (
    reminder_id  UUID PRIMARY KEY,
    service_id   UUID NOT NULL REFERENCES service (service_id),
    referral_id  UUID NOT NULL REFERENCES referral (referral_id),
    due_on       DATE NOT NULL,
    kind         TEXT NOT NULL,
    words_sealed BYTEA NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    done_at      TIMESTAMPTZ
);
CREATE INDEX reminder_by_referral ON reminder (referral_id, due_on);

CREATE TABLE draft (
    draft_id    UUID PRIMARY KEY,
    user_id     UUID NOT NULL REFERENCES user_account (user_id),
    form        TEXT NOT NULL,
    subject_id  UUID NOT NULL,
    body_sealed BYTEA NOT NULL,
    saved_at    TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (user_id, form, subject_id)
);

CREATE TABLE plan (
    plan_id        UUID PRIMARY KEY,
    service_id     UUID NOT NULL REFERENCES service (service_id),
    person_id      UUID NOT NULL REFERENCES person (person_id),
    referral_id    UUID NOT NULL REFERENCES referral (referral_id),
    number         BIGINT NOT NULL,
    content_sealed BYTEA NOT NULL,
    review_on      DATE,
    by_user_id     UUID NOT NULL REFERENCES user_account (user_id),
    written_at     TIMESTAMPTZ NOT NULL,
    UNIQUE (referral_id, number)
);
CREATE INDEX plan_by_person ON plan (person_id, written_at);

CREATE TABLE concern (
    concern_id     UUID PRIMARY KEY,
    service_id     UUID NOT NULL REFERENCES service (service_id),
    person_id      UUID NOT NULL REFERENCES person (person_id),
    raised_by_id   UUID REFERENCES user_account (user_id),
    raised_at      TIMESTAMPTZ NOT NULL,
    words_sealed   BYTEA NOT NULL,
    state          TEXT NOT NULL,
    state_sealed   BYTEA NOT NULL,
    lead_id        UUID REFERENCES user_account (user_id),
    version        BIGINT NOT NULL
);
CREATE INDEX concern_by_state ON concern (service_id, state, raised_at);
CREATE INDEX concern_by_person ON concern (person_id);

CREATE TABLE job (
    job_id      UUID PRIMARY KEY,
    service_id  UUID NOT NULL REFERENCES service (service_id),
    kind        TEXT NOT NULL,
    once_key    TEXT NOT NULL UNIQUE,
    payload     TEXT NOT NULL,
    run_at      TIMESTAMPTZ NOT NULL,
    attempts    BIGINT NOT NULL,
    taken_until TIMESTAMPTZ,
    done_at     TIMESTAMPTZ,
    dead_at     TIMESTAMPTZ,
    last_error  TEXT
);
CREATE INDEX job_by_time ON job (done_at, dead_at, run_at);

-- Messages that Kith sent or will send. Bodies carry links and no names; the recipient is an
-- address of work (a group's, a referrer's), never a supported person's own.
CREATE TABLE message (
    message_id UUID PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (service_id),
    kind       TEXT NOT NULL,
    subject_id UUID NOT NULL,
    link_id    UUID REFERENCES link (link_id),
    recipient  TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at    TIMESTAMPTZ,
    failure    TEXT
);
CREATE INDEX message_by_service ON message (service_id, created_at);
CREATE INDEX message_by_subject ON message (subject_id);

CREATE TABLE audit (
    service_id   UUID NOT NULL REFERENCES service (service_id),
    seq          BIGINT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    actor        TEXT NOT NULL,
    verb         TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   UUID,
    detail       TEXT NOT NULL,
    prev_hash    BYTEA NOT NULL,
    hash         BYTEA NOT NULL,
    PRIMARY KEY (service_id, seq)
);
CREATE INDEX audit_by_subject ON audit (service_id, subject_id, seq);

CREATE TABLE audit_head (
    service_id UUID PRIMARY KEY REFERENCES service (service_id),
    seq        BIGINT NOT NULL,
    hash       BYTEA NOT NULL
);
