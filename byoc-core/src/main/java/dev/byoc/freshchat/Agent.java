package dev.byoc.freshchat;

/**
 * An agent: who answers in Freshchat.
 *
 * @param name first and last name, for customers to see; {@code ""} if there is none
 */
public record Agent(String id, String name) {}
