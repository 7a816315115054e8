-- Attempts of rounds, (round, epoch) in a group. What no coordinator reported is null; attempts that
-- ended in a head before this script are known by that head.

create table rounds (
  id          ${identity},
  group_id    varchar(128) not null references learning_groups (group_id),
  round       bigint       not null,
  epoch       bigint       not null,
  outcome     varchar(30)  not null,
  cause       text         not null,
  coordinator varchar(128) not null,
  counted     text,
  missing     text,
  version     bigint,
  duration    bigint,
  ended_at    bigint       not null
);
create index rounds_by_group on rounds (group_id, id);
create index rounds_by_attempt on rounds (group_id, round, epoch);

insert into rounds (group_id, round, epoch, outcome, cause, coordinator, version, ended_at)
select group_id, round, epoch, 'completed', 'The head was committed', committed_by, version,
       committed_at
from heads
where round > 0
order by id;
