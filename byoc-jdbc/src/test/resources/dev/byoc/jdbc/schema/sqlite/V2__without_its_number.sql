-- A script without the last line, which an author may forget.
create table byoc_planted (entry integer primary key);
