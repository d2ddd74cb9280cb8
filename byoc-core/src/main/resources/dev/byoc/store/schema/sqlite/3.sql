-- byoc, schema 3, for SQLite. Run by the library itself.

-- active_at: when something was last relayed for the customer, written at most hourly. caught_up: for which gap in the webhooks the
-- conversation was read. What is not known to be resolved is read after a gap, the latest activity first.
alter table byoc_link add column active_at integer;
alter table byoc_link add column caught_up integer;
create index byoc_link_open on byoc_link (scope, active_at) where conv is not null and resolved_at is null;

-- Code that knows schema 1 can go on with this one.
update byoc_meta set value = '3' where name = 'version';
