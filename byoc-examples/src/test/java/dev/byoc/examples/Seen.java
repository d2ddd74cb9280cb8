package dev.byoc.examples;

/**
 * What a customer sees of one message.
 *
 * @param kind the name of the kind of content that it is
 * @param words all of its words and addresses
 */
record Seen(String kind, String words) {}
