package dev.byoc.freshchat;

/**
 * A topic, which Freshchat's API calls a channel: where conversations are put.
 *
 * @param source {@code FRESHCHAT} if conversations can be created in it by API; {@code ""} if not told
 */
public record Topic(String id, String name, boolean enabled, String source) {}
