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

-- The directory, in layers. What each source says is kept apart (`group_record`), as is what
-- people made sure of (`group_fact`); `community_group.body` is what the two come to, by
-- domain::group::resolve. It is domain::group::Group as JSON; the columns beside it are for finding.
CREATE TABLE community_group (
    group_id     UUID PRIMARY KEY,
    service_id   UUID NOT NULL REFERENCES service (service_id),
    name         TEXT NOT NULL,
    name_folded  TEXT NOT NULL,
    body         JSONB NOT NULL,
    content_hash BYTEA NOT NULL,
    changed_seq  BIGINT NOT NULL,
    changed_at   TIMESTAMPTZ NOT NULL,
    is_withdrawn BOOLEAN NOT NULL,
    merged_into_id UUID REFERENCES community_group (group_id),
    version      BIGINT NOT NULL
);
CREATE INDEX community_group_by_name ON community_group (service_id, name_folded);
CREATE INDEX community_group_by_change ON community_group (service_id, changed_seq);

-- Where records come from. Sources with the lowest trust number are believed first.
CREATE TABLE listing_source (
    source_id   UUID PRIMARY KEY,
    service_id  UUID NOT NULL REFERENCES service (service_id),
    name        TEXT NOT NULL,
    format      TEXT NOT NULL,
    title       TEXT NOT NULL,
    licence     TEXT,
    origin      TEXT NOT NULL,
    trust       BIGINT NOT NULL,
    imported_at TIMESTAMPTZ,
    tally       JSONB,
    UNIQUE (service_id, name)
);

-- What one source says of a group: domain::group::Group in its words, without an id.
CREATE TABLE group_record (
    record_id     UUID PRIMARY KEY,
    service_id    UUID NOT NULL REFERENCES service (service_id),
    group_id      UUID NOT NULL REFERENCES community_group (group_id),
    source_name   TEXT NOT NULL,
    source_id     TEXT NOT NULL,
    body          JSONB NOT NULL,
    content_hash  BYTEA NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at  TIMESTAMPTZ NOT NULL,
    changed_at    TIMESTAMPTZ NOT NULL,
    withdrawn_at  TIMESTAMPTZ,
    UNIQUE (service_id, source_name, source_id)
);
CREATE INDEX group_record_by_group ON group_record (group_id);

-- What somebody made sure of. It stands over every source; `differs_since` says that a source has
-- changed its mind since, so that somebody asks again.
CREATE TABLE group_fact (
    fact_id       UUID PRIMARY KEY,
    service_id    UUID NOT NULL REFERENCES service (service_id),
    group_id      UUID NOT NULL REFERENCES community_group (group_id),
    field         TEXT NOT NULL,
    value         JSONB NOT NULL,
    said_at       TIMESTAMPTZ NOT NULL,
    said_by       TEXT NOT NULL,
    how           TEXT NOT NULL,
    differs_since TIMESTAMPTZ,
    superseded_at TIMESTAMPTZ
);
CREATE INDEX group_fact_by_group ON group_fact (group_id);

CREATE TABLE group_check (
    check_id   UUID PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (service_id),
    group_id   UUID NOT NULL REFERENCES community_group (group_id),
    checked_at TIMESTAMPTZ NOT NULL,
    checked_by TEXT NOT NULL,
    how        TEXT NOT NULL,
    outcome    TEXT NOT NULL
);
CREATE INDEX group_check_by_group ON group_check (group_id, checked_at);

-- Two entries of one group made one; `records` are those that moved, so that it can be undone.
CREATE TABLE group_merge (
    merge_id  UUID PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (service_id),
    kept_id   UUID NOT NULL REFERENCES community_group (group_id),
    merged_id UUID NOT NULL REFERENCES community_group (group_id),
    records   JSONB NOT NULL,
    merged_at TIMESTAMPTZ NOT NULL,
    merged_by TEXT NOT NULL,
    undone_at TIMESTAMPTZ
);
CREATE INDEX group_merge_by_kept ON group_merge (kept_id);

-- How fresh each entry is. It changes by time alone, so it is kept beside the entry.
CREATE TABLE group_upkeep (
    group_id      UUID PRIMARY KEY REFERENCES community_group (group_id),
    service_id    UUID NOT NULL REFERENCES service (service_id),
    activity      TEXT,
    is_ended      BOOLEAN NOT NULL,
    arrived_at    TIMESTAMPTZ NOT NULL,
    checked_at    TIMESTAMPTZ,
    freshness     TEXT NOT NULL,
    reminders     BIGINT NOT NULL,
    reminded_at   TIMESTAMPTZ,
    looked_at     TIMESTAMPTZ NOT NULL,
    look_again_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX group_upkeep_by_time ON group_upkeep (service_id, look_again_at);

-- Pairs that look like one group, and of which somebody made sure that they are two.
CREATE TABLE group_not_same (
    first_id   UUID NOT NULL REFERENCES community_group (group_id),
    second_id  UUID NOT NULL REFERENCES community_group (group_id),
    service_id UUID NOT NULL REFERENCES service (service_id),
    said_at    TIMESTAMPTZ NOT NULL,
    said_by    TEXT NOT NULL,
    PRIMARY KEY (first_id, second_id)
);
CREATE INDEX group_not_same_by_service ON group_not_same (service_id);

-- An organisation says that an entry is its own; what it wrote is sealed.
CREATE TABLE group_claim (
    claim_id     UUID PRIMARY KEY,
    service_id   UUID NOT NULL REFERENCES service (service_id),
    group_id     UUID NOT NULL REFERENCES community_group (group_id),
    asked_sealed BYTEA NOT NULL,
    asked_at     TIMESTAMPTZ NOT NULL,
    state        TEXT NOT NULL,
    state_data   JSONB NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX group_claim_by_group ON group_claim (group_id, state);
CREATE INDEX group_claim_by_state ON group_claim (service_id, state, asked_at);

-- Somebody, anybody, says what is wrong with an entry. Their words are sealed, and forgotten when
-- somebody has looked.
CREATE TABLE group_correction (
    correction_id UUID PRIMARY KEY,
    service_id    UUID NOT NULL REFERENCES service (service_id),
    group_id      UUID NOT NULL REFERENCES community_group (group_id),
    words_sealed  BYTEA,
    facts         JSONB NOT NULL,
    said_at       TIMESTAMPTZ NOT NULL,
    state         TEXT NOT NULL,
    state_data    JSONB NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX group_correction_by_group ON group_correction (group_id, state);
CREATE INDEX group_correction_by_state ON group_correction (service_id, state, said_at);

CREATE TABLE group_facilitator (
    group_id UUID NOT NULL REFERENCES community_group (group_id),
    user_id  UUID NOT NULL REFERENCES user_account (user_id),
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_facilitator_by_user ON group_facilitator (user_id);

CREATE TABLE group_session (
    session_id UUID PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (service_id),
    group_id   UUID NOT NULL REFERENCES community_group (group_id),
    held_on    DATE NOT NULL,
    begins     TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (group_id, held_on, begins)
);

CREATE TABLE prescription (
    prescription_id UUID PRIMARY KEY,
    service_id      UUID NOT NULL REFERENCES service (service_id),
    person_id       UUID NOT NULL REFERENCES person (person_id),
    referral_id     UUID NOT NULL REFERENCES referral (referral_id),
    group_id        UUID NOT NULL REFERENCES community_group (group_id),
    state           TEXT NOT NULL,
    state_data      JSONB NOT NULL,
    state_since     TIMESTAMPTZ NOT NULL,
    offered_at      TIMESTAMPTZ NOT NULL,
    sent_at         TIMESTAMPTZ,
    first_visit     TEXT,
    words_sealed    BYTEA,
    version         BIGINT NOT NULL,
    UNIQUE (referral_id, group_id)
);
CREATE INDEX prescription_by_group ON prescription (group_id, state);
CREATE INDEX prescription_by_sent ON prescription (service_id, sent_at);
CREATE INDEX prescription_by_person ON prescription (person_id, offered_at);

CREATE TABLE attendance (
    attendance_id     UUID PRIMARY KEY,
    service_id        UUID NOT NULL REFERENCES service (service_id),
    session_id        UUID NOT NULL REFERENCES group_session (session_id),
    prescription_id   UUID NOT NULL REFERENCES prescription (prescription_id),
    was_there         BOOLEAN NOT NULL,
    recorded_at       TIMESTAMPTZ NOT NULL,
    recorded_by       TEXT NOT NULL,
    is_superseded     BOOLEAN NOT NULL,
    correction_sealed BYTEA
);
CREATE INDEX attendance_by_session ON attendance (session_id);
CREATE UNIQUE INDEX attendance_current ON attendance (session_id, prescription_id)
    WHERE NOT is_superseded;
CREATE INDEX attendance_by_prescription ON attendance (prescription_id, recorded_at);

CREATE TABLE answer (
    answer_id       UUID PRIMARY KEY,
    service_id      UUID NOT NULL REFERENCES service (service_id),
    person_id       UUID NOT NULL REFERENCES person (person_id),
    referral_id     UUID NOT NULL REFERENCES referral (referral_id),
    prescription_id UUID REFERENCES prescription (prescription_id),
    instrument      TEXT NOT NULL,
    wave            TEXT NOT NULL,
    mode            TEXT NOT NULL,
    items           JSONB NOT NULL,
    answered_at     TIMESTAMPTZ NOT NULL,
    is_superseded   BOOLEAN NOT NULL
);
CREATE INDEX answer_by_person ON answer (person_id, answered_at);
CREATE INDEX answer_by_referral ON answer (referral_id, instrument, wave);
CREATE INDEX answer_by_service ON answer (service_id, instrument, wave);

CREATE TABLE unmet_need (
    unmet_need_id UUID PRIMARY KEY,
    service_id    UUID NOT NULL REFERENCES service (service_id),
    referral_id   UUID NOT NULL REFERENCES referral (referral_id),
    need          TEXT NOT NULL,
    activity      TEXT,
    outcode       TEXT,
    language      TEXT,
    barrier       TEXT NOT NULL,
    words_sealed  BYTEA NOT NULL,
    recorded_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX unmet_need_by_service ON unmet_need (service_id, recorded_at);
CREATE INDEX unmet_need_by_referral ON unmet_need (referral_id);

-- Reference geography, as statistics offices publish it. It belongs to the deployment and not to a
-- service, is about places and never about people, and can be loaded again at any time.
CREATE TABLE place_source (
    source_id   UUID PRIMARY KEY,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    file        TEXT NOT NULL,
    began_at    TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ,
    row_count   BIGINT NOT NULL,
    added       BIGINT NOT NULL,
    changed     BIGINT NOT NULL,
    refused     BIGINT NOT NULL
);

CREATE TABLE place_outcode (
    outcode   TEXT PRIMARY KEY,
    latitude  DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    town      TEXT,
    source_id UUID NOT NULL REFERENCES place_source (source_id)
);

CREATE TABLE place_postcode (
    postcode  TEXT PRIMARY KEY,
    latitude  DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    lsoa11    TEXT,
    lsoa21    TEXT,
    is_ended  BOOLEAN NOT NULL,
    source_id UUID NOT NULL REFERENCES place_source (source_id)
);

CREATE TABLE place_area (
    code           TEXT PRIMARY KEY,
    name           TEXT,
    authority      TEXT,
    authority_name TEXT,
    ward_name      TEXT,
    latitude       DOUBLE PRECISION,
    longitude      DOUBLE PRECISION,
    source_id      UUID NOT NULL REFERENCES place_source (source_id)
);

CREATE TABLE place_became (
    lsoa11    TEXT NOT NULL,
    lsoa21    TEXT NOT NULL,
    change    TEXT NOT NULL,
    source_id UUID NOT NULL REFERENCES place_source (source_id),
    PRIMARY KEY (lsoa11, lsoa21)
);
CREATE INDEX place_became_by_lsoa21 ON place_became (lsoa21);

CREATE TABLE place_deprivation (
    code      TEXT NOT NULL,
    year      BIGINT NOT NULL,
    decile    BIGINT NOT NULL,
    rank      BIGINT NOT NULL,
    source_id UUID NOT NULL REFERENCES place_source (source_id),
    PRIMARY KEY (code, year)
);

CREATE TABLE place_rural (
    code      TEXT NOT NULL,
    year      BIGINT NOT NULL,
    class     TEXT NOT NULL,
    words     TEXT NOT NULL,
    is_rural  BOOLEAN NOT NULL,
    source_id UUID NOT NULL REFERENCES place_source (source_id),
    PRIMARY KEY (code, year)
);

CREATE TABLE place_boundary (
    code      TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    authority TEXT NOT NULL,
    south     DOUBLE PRECISION NOT NULL,
    west      DOUBLE PRECISION NOT NULL,
    north     DOUBLE PRECISION NOT NULL,
    east      DOUBLE PRECISION NOT NULL,
    outline   JSONB NOT NULL,
    source_id UUID NOT NULL REFERENCES place_source (source_id)
);
CREATE INDEX place_boundary_by_authority ON place_boundary (authority);

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
