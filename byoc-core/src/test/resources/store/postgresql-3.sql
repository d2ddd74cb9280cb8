-- byoc, schema 1, for PostgreSQL. Run by the library itself under an advisory lock, or by a host's own migrations.
-- All times are milliseconds since 1970-01-01 UTC: to_timestamp(at / 1000.0) shows one.

create table byoc_meta (
    name text primary key,
    value text not null
);

create table byoc_setting (
    scope text not null,
    name text not null,
    value text not null,
    primary key (scope, name)
);

-- One row for each process that works on lanes; gone once its lease has run out.
create table byoc_host (
    id text primary key,
    lease_until bigint not null
);

-- One queue for each customer and direction. dir: 0 to Freshchat, 1 to the customer. owner: the host that works on it.
-- due: when somebody has to look at it again; neither owner nor due: nothing is open in it.
create table byoc_lane (
    id bigint generated always as identity primary key,
    scope text not null,
    dir smallint not null,
    account text not null,
    party text not null,
    due bigint,
    owner text,
    token bigint not null default 0,
    used_at bigint not null,
    unique (scope, dir, account, party)
) with (fillfactor = 50);
create index byoc_lane_due on byoc_lane (scope, due) where due is not null and owner is null;
create index byoc_lane_owner on byoc_lane (owner) where owner is not null;

-- state: 0 ready, 1 started, 2 done, 3 dead, 4 dropped, 5 replayed.
create table byoc_entry (
    id bigint generated always as identity primary key,
    scope text not null,
    dir smallint not null,
    event_key text not null,
    lane bigint not null,
    state smallint not null,
    at bigint not null,
    body bytea,
    tries integer not null default 0,
    attempts integer not null default 0,
    unsettled smallint not null default 0,
    slow smallint not null default 0,
    checks integer not null default 0,
    round integer not null default 0,
    target text,
    baseline text,
    ref text,
    reason text,
    done_at bigint,
    unique (scope, dir, event_key)
);
create index byoc_entry_open on byoc_entry (lane, id) where state < 2;
create index byoc_entry_done on byoc_entry (done_at) where state in (2, 4, 5);
create index byoc_entry_dead on byoc_entry (lane, id) where state = 3;
create index byoc_entry_ref on byoc_entry (ref) where ref is not null;

-- The parts of an answer that the network has taken; channel_id: the network's id of it, or the key it was sent under.
create table byoc_part (
    entry bigint not null,
    no integer not null,
    channel_id text not null,
    at bigint not null,
    primary key (entry, no, channel_id)
);
create index byoc_part_channel on byoc_part (channel_id);

-- What a timeline tells beside what the other tables know.
create table byoc_trace (
    entry bigint not null,
    no integer not null,
    at bigint not null,
    what text not null,
    detail text not null,
    primary key (entry, no)
);

create table byoc_receipt (
    scope text not null,
    account text not null,
    message text not null,
    kind text not null,
    detail text not null,
    at bigint not null,
    primary key (scope, account, message, kind)
);
create index byoc_receipt_at on byoc_receipt (at);

-- Who a customer is in Freshchat.
create table byoc_link (
    scope text not null,
    account text not null,
    customer text not null,
    user_id text,
    conv text,
    conv_num text,
    last_ref text,
    handle text,
    handle_once smallint,
    handle_expires bigint,
    resolved_at bigint,
    state_at bigint,
    context text,
    profile text,
    primary key (scope, account, customer)
);

-- Whose conversation this is, by either of its ids; also one that was replaced by a newer one.
create table byoc_conversation (
    scope text not null,
    id text not null,
    account text not null,
    customer text not null,
    primary key (scope, id)
);

-- What the relay itself has posted as agent or bot: its echo must not reach a customer.
create table byoc_posted (
    scope text not null,
    message_id text not null,
    at bigint not null,
    primary key (scope, message_id)
);
create index byoc_posted_at on byoc_posted (at);

-- version: of this schema. min_code: the oldest schema version that code must know to work with it.
insert into byoc_meta (name, value) values ('version', '1'), ('min_code', '1');
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
-- byoc, schema 3, for PostgreSQL. Run by the library itself under an advisory lock, or by a host's own migrations.

-- active_at: when something was last relayed for the customer, written at most hourly. caught_up: for which gap in the webhooks the
-- conversation was read. What is not known to be resolved is read after a gap, the latest activity first.
alter table byoc_link add column active_at bigint;
alter table byoc_link add column caught_up bigint;
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
    dir smallint not null,
    open bigint not null,
    dead bigint not null,
    stored_at bigint not null,
    done_at bigint not null,
    webhook_at bigint not null,
    primary key (scope, host, account, dir)
) with (fillfactor = 50);
insert into byoc_count (scope, host, account, dir, open, dead, stored_at, done_at, webhook_at)
    select e.scope, '', l.account, e.dir, sum(case when e.state < 2 then 1 else 0 end),
        sum(case when e.state = 3 then 1 else 0 end), max(e.at),
        coalesce(max(case when e.state = 2 then e.done_at end), 0), 0
    from byoc_entry e join byoc_lane l on l.id = e.lane group by e.scope, l.account, e.dir;

-- Code that knows less would not count.
update byoc_meta set value = '3' where name in ('version', 'min_code');

delete from byoc_meta;
insert into byoc_meta values ('min_code', '3');
insert into byoc_meta values ('version', '3');
insert into byoc_setting values ('upgraded', 'secret', 'kept');
insert into byoc_lane overriding system value values ('1', 'upgraded', '1', 'x', 'anna', null, null, '2', '1768467600001');
insert into byoc_lane overriding system value values ('2', 'upgraded', '0', 'x', 'anna', '1768467600001', null, '3', '1768467600001');
insert into byoc_lane overriding system value values ('3', 'upgraded', '0', 'x', 'later', '1768467840001', null, '1', '1768467600001');
insert into byoc_lane overriding system value values ('4', 'upgraded', '0', 'x', 'minho', '1768467600001', null, '1', '1768467600001');
insert into byoc_entry overriding system value values ('1', 'upgraded', '1', 'sent', '1', '2', '1768467600000', null, '1', '1', '0', '0', '0', '0', null, null, 'sent-1', '', '1768467600001', 'x');
insert into byoc_entry overriding system value values ('2', 'upgraded', '0', 'done', '2', '2', '1768467600001', null, '0', '0', '0', '0', '0', '0', null, null, 'note-1', '', '1768467600001', 'x');
insert into byoc_entry overriding system value values ('3', 'upgraded', '0', 'dead', '2', '3', '1768467600001', '\x010203', '0', '0', '0', '0', '0', '0', null, null, null, 'refused', '1768467600001', 'x');
insert into byoc_entry overriding system value values ('4', 'upgraded', '0', 'later', '3', '0', '1768467600001', '\x010203', '1', '1', '0', '0', '0', '0', null, null, null, null, null, 'x');
insert into byoc_entry overriding system value values ('5', 'upgraded', '0', 'unsettled', '4', '1', '1768467600001', '\x010203', '1', '1', '1', '1', '2', '3', 'conversation-1', 'a b', null, null, null, 'x');
insert into byoc_entry overriding system value values ('6', 'upgraded', '0', 'under way', '2', '1', '1768467600001', '\x010203', '0', '0', '0', '0', '0', '0', null, null, null, null, null, 'x');
insert into byoc_entry overriding system value values ('7', 'upgraded', '0', 'waits', '2', '0', '1768467600001', '\x010203', '0', '0', '0', '0', '0', '0', null, null, null, null, null, 'x');
insert into byoc_part values ('1', '0', 'net-1', '1768467600001');
insert into byoc_part values ('5', '0', 'net-2', '1768467600001');
insert into byoc_trace values ('1', '0', '1768467600000', 'try later', 'HTTP 503');
insert into byoc_receipt values ('upgraded', 'x', 'net-1', 'DELIVERED', 'a detail', '1768467600001');
insert into byoc_link values ('upgraded', 'x', 'anna', 'user-1', 'conversation-1', '77', 'message-1', 'session', '1', '1768467660000', null, null, null, null, null, null);
insert into byoc_link values ('upgraded', 'x', '민호\0000', 'user-2', null, null, null, null, null, null, null, null, null, null, null, null);
insert into byoc_conversation values ('upgraded', ' user user-1', 'x', 'anna');
insert into byoc_conversation values ('upgraded', ' user user-2', 'x', '민호\0000');
insert into byoc_conversation values ('upgraded', '77', 'x', 'anna');
insert into byoc_conversation values ('upgraded', 'conversation-1', 'x', 'anna');
insert into byoc_posted values ('upgraded', 'note-1', '1768467600001');
insert into byoc_count values ('upgraded', '84d17796-2c5e-4ab5-9bcf-6fb90fae2099', 'x', '1', '0', '0', '1768467600000', '1768467600001', '0');
insert into byoc_count values ('upgraded', '84d17796-2c5e-4ab5-9bcf-6fb90fae2099', 'x', '0', '4', '1', '1768467600001', '1768467600001', '0');
select setval(pg_get_serial_sequence('byoc_lane', 'id'), 1000);
select setval(pg_get_serial_sequence('byoc_entry', 'id'), 1000);
