package dev.byoc.freshchat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that Freshchat took. It comes back through the webhook under this id.
 *
 * @param createdTime by Freshchat's clock; null if not told
 */
public record PostedMessage(String id, @Nullable Instant createdTime) {}
