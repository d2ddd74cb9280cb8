-- byoc, schema 1, for SQLite. Run by the library itself.
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

-- One queue for each customer and direction. dir: 0 to Freshchat, 1 to the customer. owner: the host that works on it.
-- due: when somebody has to look at it again; neither owner nor due: nothing is open in it.
create table byoc_lane (
    id integer primary key autoincrement,
    scope text not null,
    dir integer not null,
    account text not null,
    party text not null,
    due integer,
    owner text,
    token integer not null default 0,
    used_at integer not null,
    unique (scope, dir, account, party)
);
create index byoc_lane_due on byoc_lane (scope, due) where due is not null and owner is null;
create index byoc_lane_owner on byoc_lane (owner) where owner is not null;

-- state: 0 ready, 1 started, 2 done, 3 dead, 4 dropped, 5 replayed.
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
    attempts integer not null default 0,
    unsettled integer not null default 0,
    slow integer not null default 0,
    checks integer not null default 0,
    round integer not null default 0,
    target text,
    baseline text,
    ref text,
    reason text,
    done_at integer,
    unique (scope, dir, event_key)
);
create index byoc_entry_open on byoc_entry (lane, id) where state < 2;
create index byoc_entry_done on byoc_entry (done_at) where state in (2, 4, 5);
create index byoc_entry_dead on byoc_entry (lane, id) where state = 3;
create index byoc_entry_ref on byoc_entry (ref) where ref is not null;

-- The parts of an answer that the network has taken; channel_id: the network's id of it, or the key it was sent under.
create table byoc_part (
    entry integer not null,
    no integer not null,
    channel_id text not null,
    at integer not null,
    primary key (entry, no, channel_id)
) without rowid;
create index byoc_part_channel on byoc_part (channel_id);

-- What a timeline tells beside what the other tables know.
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
    handle_once integer,
    handle_expires integer,
    resolved_at integer,
    state_at integer,
    context text,
    profile text,
    primary key (scope, account, customer)
) without rowid;

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
create index byoc_posted_at on byoc_posted (at);

-- version: of this schema. min_code: the oldest schema version that code must know to work with it.
insert into byoc_meta (name, value) values ('version', '1'), ('min_code', '1');
