-- byoc, schema 3, for SQLite. Run by the library itself.

-- active_at: when something was last relayed for the customer, written at most hourly. caught_up: for which gap in the webhooks the
-- conversation was read. What is not known to be resolved is read after a gap, the latest activity first.
alter table byoc_link add column active_at integer;
alter table byoc_link add column caught_up integer;
create index byoc_link_open on byoc_link (scope, active_at) where conv is not null and resolved_at is null;

-- Whose entry it is, so that the oldest that is open of each account is found without a look at the others. Only kept for that.
alter table byoc_entry add column account text not null default '';
update byoc_entry set account = coalesce((select l.account from byoc_lane l where l.id = byoc_entry.lane), '') where state < 2;
create index byoc_entry_oldest on byoc_entry (scope, account, dir, at) where state < 2;

-- Figures, which change in the transaction that changes what they count. host: who has written them, and no host waits for another's:
-- '' are those that are gone, and a file. What is open or dead is the sum over all hosts, of times the latest counts; 0: none.
create table byoc_count (
    scope text not null,
    host text not null,
    account text not null,
    dir integer not null,
    open integer not null,
    dead integer not null,
    stored_at integer not null,
    done_at integer not null,
    webhook_at integer not null,
    primary key (scope, host, account, dir)
) without rowid;
insert into byoc_count (scope, host, account, dir, open, dead, stored_at, done_at, webhook_at)
    select e.scope, '', l.account, e.dir, sum(case when e.state < 2 then 1 else 0 end),
        sum(case when e.state = 3 then 1 else 0 end), max(e.at),
        coalesce(max(case when e.state = 2 then e.done_at end), 0), 0
    from byoc_entry e join byoc_lane l on l.id = e.lane group by e.scope, l.account, e.dir;

-- Code that knows less would not count.
update byoc_meta set value = '3' where name in ('version', 'min_code');
