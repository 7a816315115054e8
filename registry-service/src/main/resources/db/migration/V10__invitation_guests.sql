-- Who used a code that is good for a number of nodes: they come back with it. None is kept of
-- codes without limit.

create table invitation_guests (
  code_hash varchar(64)  not null references invitations (code_hash),
  node_id   varchar(128) not null,
  primary key (code_hash, node_id)
);
