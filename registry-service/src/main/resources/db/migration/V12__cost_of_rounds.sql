-- What rounds cost, as their coordinators measured it; JSON, null where nobody reported it.

alter table rounds add column update_bytes text;
alter table rounds add column phases text;
alter table rounds add column work text;
