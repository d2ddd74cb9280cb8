package dev.byoc.internal.guard;

import dev.byoc.channel.Channel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls an account's channel through the guard, by the names of its methods. */
final class ChannelCalls {
    private final String account;
    private final String className;
    private final Guard guard;

    ChannelCalls(String account, Channel channel, Guard guard) {
        this.account = account;
        this.className = channel.getClass().getName();
        this.guard = guard;
    }

    <T> Result<T> call(String method, Callable<@Nullable T> code) {
        return guard.call(new Site(account, name(method)), code);
    }

    /** The same, on this thread if it is lent. */
    <T> Result<T> callHere(String method, Callable<@Nullable T> code) {
        return guard.callHere(new Site(account, name(method)), code);
    }

    /** As {@link #call}, and logs what went wrong. */
    <T> Result<T> logged(String method, Callable<@Nullable T> code) {
        return logged(call(method, code));
    }

    <T> Result<T> logged(Result<T> outcome) {
        String trouble = outcome.trouble();
        if (trouble != null) {
            guard.tell(account, trouble);
        }
        return outcome;
    }

    String name(String method) {
        return className + "." + method;
    }
}
