package dev.byoc.channel;

import dev.byoc.message.ReplyHandle;
import org.jspecify.annotations.Nullable;

/** An optional ability: ending the network's session when the agent resolves, if the account asks for it. */
public interface SessionCloser {
    SendResult endSession(String to, @Nullable ReplyHandle handle);
}
