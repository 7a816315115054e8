-- Whether a node answered at its address when it was last called; null before.

alter table nodes add column reachable boolean;
alter table nodes add column dialed_at bigint;
