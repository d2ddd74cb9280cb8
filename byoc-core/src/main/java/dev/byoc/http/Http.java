package dev.byoc.http;

/**
 * Calls other people's servers for a channel or for Freshchat. Every call ends within its deadline; redirects are not followed, so a
 * key never reaches another host; a POST is never repeated; answers are read up to a limit. It reaches inner addresses too, so it is for
 * those that the operator has set: files at addresses that others choose are fetched by the core
 * ({@code dev.byoc.channel.MediaSource}). Thread-safe.
 */
public interface Http {
    /** Makes the call and waits for its answer. The network's faults are outcomes, not exceptions. */
    HttpResult call(HttpCall call);
}
