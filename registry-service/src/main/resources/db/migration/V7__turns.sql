-- Rows whose locks make transactions wait for each other; nothing is ever written to them again.

create table turns (
  name varchar(20) not null primary key
);
insert into turns (name) values ('FOUNDING');
insert into turns (name) values ('ENROLMENT');
insert into turns (name) values ('NUMBERING');
