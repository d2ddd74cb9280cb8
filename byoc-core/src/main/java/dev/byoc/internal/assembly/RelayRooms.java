package dev.byoc.internal.assembly;

/** A relay, made and not started: its ways in, what operators ask, and what starts and ends it. */
public record RelayRooms(EntryRoom entry, OperatorRoom operators, RunRoom running) {}
