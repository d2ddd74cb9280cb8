-- byoc, schema 2, for PostgreSQL. Run by the library itself under an advisory lock, or by a host's own migrations.

-- Several relays share a database: what one of them counts, lists and prunes is found without looking at the others' rows.
drop index byoc_entry_open;
create index byoc_entry_open on byoc_entry (lane, id, scope) where state < 2;
drop index byoc_entry_done;
create index byoc_entry_done on byoc_entry (scope, done_at) where state in (2, 4, 5);
create index byoc_entry_letters on byoc_entry (scope, id) where state = 3;
drop index byoc_receipt_at;
create index byoc_receipt_at on byoc_receipt (scope, at);
drop index byoc_posted_at;
create index byoc_posted_at on byoc_posted (scope, at);

-- Code that knows schema 1 can go on with this one.
update byoc_meta set value = '2' where name = 'version';
