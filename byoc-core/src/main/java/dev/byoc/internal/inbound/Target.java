package dev.byoc.internal.inbound;

/** Whose message it is, and in which topic. */
record Target(String topic, String user) {}
