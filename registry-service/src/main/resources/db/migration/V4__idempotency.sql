-- Answers to writes under an Idempotency-Key. The key is stored as its SHA-256, the answer encrypted
-- under the key: an answer may hold an invitation.

create table idempotency_keys (
  key_hash     varchar(64) not null primary key,
  request_hash varchar(64) not null,
  status       integer,
  content_type varchar(100),
  sealed       text,
  kept_at      bigint      not null
);
create index idempotency_keys_by_age on idempotency_keys (kept_at);
