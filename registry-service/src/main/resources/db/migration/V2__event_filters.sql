-- Events are read by what they are about. A move is also an event of the group that was left; moves
-- that were logged before this script are found under the group joined only.

alter table events add column from_group varchar(128);

create index events_by_node on events (node_id, id);
create index events_by_group on events (group_id, id);
create index events_by_from_group on events (from_group, id);
create index events_by_kind on events (kind, id);
