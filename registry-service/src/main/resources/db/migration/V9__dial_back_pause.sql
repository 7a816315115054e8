-- Calls in a row that did not reach the node: the pause before the next one grows with them.

alter table nodes add column dial_failures integer not null default 0;
