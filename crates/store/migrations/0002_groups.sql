-- Groups, those who come to them, and the places that both are in.
-- While Kith has no release, this file and its neighbours are edited in place.

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
