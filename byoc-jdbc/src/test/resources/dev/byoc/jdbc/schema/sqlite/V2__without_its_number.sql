-- As somebody writes it who forgets the last line.
create table byoc_planted (entry integer primary key);
