-- Which head of a group is its best one, and what its members found of those after it. A row comes
-- with the first score; rollback_tolerance, patience and min_delta are the group's spec's.

create table head_quality (
  group_id           varchar(128)     not null primary key references learning_groups (group_id),
  rollback_tolerance double precision,
  patience           bigint,
  min_delta          double precision not null,
  best_version       bigint           not null,
  best_sha           varchar(64)      not null,
  best_metric        double precision not null,
  best_examples      bigint           not null,
  best_members       integer          not null,
  judged_version     bigint,
  verdict            varchar(20),
  cause              text,
  stop_cause         text
);

-- What each member measured of its group's best head.
create table yardsticks (
  node_id      varchar(128)     not null primary key references nodes (node_id),
  group_id     varchar(128)     not null references learning_groups (group_id),
  metric_value double precision not null,
  loss         double precision not null,
  examples     bigint           not null,
  head_version bigint           not null
);
create index yardsticks_by_group on yardsticks (group_id);
