-- One script for SQLite, H2 and PostgreSQL. Instants are bigint microseconds since 1970, durations
-- bigint milliseconds. ${identity} is how the database at hand counts rows by itself.

create table nodes (
  node_id             varchar(128)     not null primary key,
  address             varchar(255)     not null,
  name                varchar(100),
  public_key          varchar(200),
  status              varchar(20)      not null,
  local_performance   double precision not null,
  offers_coordination boolean          not null,
  heartbeat_interval  bigint           not null,
  last_heartbeat      bigint           not null,
  registered_at       bigint           not null
);
create index nodes_by_status on nodes (status);

create table learning_groups (
  group_id           varchar(128) not null primary key,
  model_type         varchar(200) not null,
  dataset_name       varchar(200) not null,
  max_capacity       integer      not null,
  member_count       integer      not null,
  membership_version bigint       not null,
  join_policy        varchar(20)  not null,
  spec               text,
  created_at         bigint       not null,
  last_updated       bigint       not null,
  coordinator_id     varchar(128) references nodes (node_id),
  coordinator_epoch  bigint       not null,
  highest_epoch_seen bigint       not null,
  head_version       bigint,
  head_parent_sha    varchar(64),
  head_sha           varchar(64),
  head_epoch         bigint,
  head_round         bigint,
  check (member_count >= 0 and member_count <= max_capacity)
);
create index groups_by_dataset on learning_groups (dataset_name);

-- The node's id is the key: a node is in one group or in none.
create table memberships (
  node_id   varchar(128) not null primary key references nodes (node_id),
  group_id  varchar(128) not null references learning_groups (group_id),
  joined_at bigint       not null,
  holds     varchar(64)
);
create index memberships_by_group on memberships (group_id);

create table heads (
  id           ${identity},
  group_id     varchar(128) not null references learning_groups (group_id),
  version      bigint       not null,
  parent_sha   varchar(64),
  sha          varchar(64)  not null,
  epoch        bigint       not null,
  round        bigint       not null,
  committed_by varchar(128) not null,
  committed_at bigint       not null,
  unique (group_id, version)
);

create table scores (
  node_id      varchar(128)     not null primary key references nodes (node_id),
  group_id     varchar(128)     not null references learning_groups (group_id),
  metric_value double precision not null,
  loss         double precision not null,
  examples     bigint           not null,
  head_version bigint           not null,
  measured_at  bigint           not null
);
create index scores_by_group on scores (group_id);

create table standings (
  group_id     varchar(128) not null primary key references learning_groups (group_id),
  measured     double precision,
  head_version bigint,
  examples     bigint       not null,
  claimed      double precision,
  updated_at   bigint       not null
);

create table standing_history (
  id           ${identity},
  group_id     varchar(128) not null references learning_groups (group_id),
  measured     double precision,
  head_version bigint,
  examples     bigint       not null,
  claimed      double precision,
  changed_at   bigint       not null
);
create index standing_history_by_group on standing_history (group_id, id);

create table events (
  id       ${identity},
  at       bigint      not null,
  kind     varchar(60) not null,
  subjects text        not null,
  reason   text        not null,
  figures  text        not null,
  node_id  varchar(128),
  group_id varchar(128)
);
