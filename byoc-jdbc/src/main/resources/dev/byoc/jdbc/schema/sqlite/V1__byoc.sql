-- byoc, schema 1, for SQLite. Run by the library itself, or by a host's own migrations, in one transaction.
-- All times are milliseconds since 1970-01-01 UTC: datetime(at / 1000, 'unixepoch') shows one.

create table byoc_meta (
    name text primary key,
    value text not null
);

create table byoc_setting (
    scope text not null,
    name text not null,
    value text not null,
    primary key (scope, name)
) without rowid;

-- One queue for each customer and direction. dir: 0 to Freshchat, 1 to the customer. due: when its first entry may be claimed; null: it
-- has no open entry, or the one process that has this file open works on it. used_at: when it was used last, or up to an hour before.
create table byoc_lane (
    id integer primary key autoincrement,
    scope text not null,
    dir integer not null,
    account text not null,
    party text not null,
    due integer,
    used_at integer not null,
    unique (scope, dir, account, party)
);
create index byoc_lane_due on byoc_lane (scope, due) where due is not null;

-- state: 0 ready, 1 started, 2 done, 3 dead letter, 4 discarded, 5 replayed. account: as its lane's, so that the oldest open entry of
-- each account is found without a scan of the others. Several relays share a database: what one of them counts, lists and prunes is found
-- by scope. tries: the failures that count against it. failures: all of them. unsettled: its last call may have been done. checkpoint: what
-- its handler reads at the next attempt, in a format of the handler.
create table byoc_entry (
    id integer primary key autoincrement,
    scope text not null,
    dir integer not null,
    event_key text not null,
    lane integer not null,
    state integer not null,
    at integer not null,
    body blob,
    tries integer not null default 0,
    failures integer not null default 0,
    unsettled integer not null default 0,
    checkpoint blob,
    ref text,
    reason text,
    done_at integer,
    account text not null default '',
    unique (scope, dir, event_key)
);
create index byoc_entry_open on byoc_entry (lane, id, scope) where state < 2;
create index byoc_entry_done on byoc_entry (scope, done_at) where state in (2, 4, 5);
create index byoc_entry_dead on byoc_entry (lane, id) where state = 3;
create index byoc_entry_letters on byoc_entry (scope, id) where state = 3;
create index byoc_entry_oldest on byoc_entry (scope, account, dir, at) where state < 2;
create index byoc_entry_ref on byoc_entry (ref) where ref is not null;

-- The parts of an answer that the network has taken; channel_id: the network's id of it, or the key it was sent under. at: 0
-- for one that was taken before its entry was replayed.
create table byoc_part (
    entry integer not null,
    no integer not null,
    channel_id text not null,
    at integer not null,
    primary key (entry, no, channel_id)
) without rowid;
create index byoc_part_channel on byoc_part (channel_id);

-- Steps of an entry for its timeline, beside those that the other tables imply.
create table byoc_trace (
    entry integer not null,
    no integer not null,
    at integer not null,
    what text not null,
    detail text not null,
    primary key (entry, no)
) without rowid;

create table byoc_receipt (
    scope text not null,
    account text not null,
    message text not null,
    kind text not null,
    detail text not null,
    at integer not null,
    primary key (scope, account, message, kind)
) without rowid;
create index byoc_receipt_at on byoc_receipt (scope, at);

-- Who a customer is in Freshchat. active_at: when something was last relayed for the customer, written at most hourly. caught_up: for which
-- gap in the webhooks the conversation was read. What is not known to be resolved is read after a gap, the latest activity first.
create table byoc_link (
    scope text not null,
    account text not null,
    customer text not null,
    user_id text,
    conv text,
    conv_num text,
    last_ref text,
    handle text,
    handle_once integer,
    handle_expires integer,
    resolved_at integer,
    state_at integer,
    context text,
    profile text,
    active_at integer,
    caught_up integer,
    primary key (scope, account, customer)
) without rowid;
create index byoc_link_open on byoc_link (scope, active_at) where conv is not null and resolved_at is null;

-- What the readings after a gap have found, one row each, until an event has told of it.
create table byoc_reading (
    id integer primary key autoincrement,
    scope text not null,
    account text not null,
    customer text not null,
    found text not null
);
create index byoc_reading_customer on byoc_reading (scope, account, customer);

-- Whose conversation this is, by either of its ids; also one that was replaced by a newer one.
create table byoc_conversation (
    scope text not null,
    id text not null,
    account text not null,
    customer text not null,
    primary key (scope, id)
) without rowid;

-- What the relay itself has posted as agent or bot: its echo must not reach a customer.
create table byoc_posted (
    scope text not null,
    message_id text not null,
    at integer not null,
    primary key (scope, message_id)
) without rowid;
create index byoc_posted_at on byoc_posted (scope, at);

-- Counters, changed in the transaction that changes what they count. host: which host wrote the row, so that no host waits for another's:
-- '' for hosts without a lease, and for a file. open and dead are summed over all hosts, of times the latest counts; 0: none.
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

-- format: that these are the tables of a release, not of what came before the first one. version: of this schema. min_code: the oldest
-- schema version that code must know to work with it.
insert into byoc_meta (name, value) values ('format', 'byoc-1'), ('version', '1'), ('min_code', '1');
