-- Run at each start, by one host at a time.
select pg_advisory_lock(4711);

-- A process that relays. Gone from here, or past its time: its lanes are free.
create table if not exists instance (
  id bigint generated always as identity primary key,
  name text not null,
  lease_until timestamptz not null
);

-- What must stay in order: all that one customer writes, or all that agents write to one customer.
create table if not exists lane (
  id bigint generated always as identity primary key,
  key text not null unique,
  owner bigint,
  due timestamptz not null default now(),
  attempts int not null default 0,
  doubt boolean not null default false,   -- the first open message may have been delivered
  peer text,                              -- whom messages go to, by the id on that side
  conversation text,
  last_message text                       -- the newest message known to be in the conversation
) with (fillfactor = 50);

create table if not exists outbox (
  id bigint generated always as identity primary key,
  key text not null unique,
  lane bigint not null,
  author text not null,
  content text not null,
  received_at timestamptz not null default now(),
  state smallint not null default 0,      -- 0 open, 1 done, 2 dead
  settled_at timestamptz,
  error text
);
create index if not exists outbox_open on outbox (lane, id) where state = 0;

select pg_advisory_unlock(4711);
