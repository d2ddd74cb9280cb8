-- A later version that code of the ones before cannot work with.
drop table byoc_planted;
alter table byoc_entry rename column planted to was_planted;
update byoc_meta set value = '3' where name in ('version', 'min_code');
