-- Groups can pause, and invite-only groups have codes, known by their SHA-256. uses_left is null
-- without limit.

alter table learning_groups add column state varchar(20) default 'ACTIVE' not null;

create table invitations (
  code_hash  varchar(64)  not null primary key,
  group_id   varchar(128) not null references learning_groups (group_id),
  uses_left  integer,
  created_at bigint       not null
);
create index invitations_by_group on invitations (group_id);
