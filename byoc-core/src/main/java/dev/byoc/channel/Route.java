package dev.byoc.channel;

import java.util.Objects;

/**
 * One kind of request that a channel takes.
 *
 * @param method upper case
 * @param subPath what follows the account's secret path: {@code ""} or for instance {@code "/message"}; compared exactly
 */
public record Route(String method, String subPath) {
    public Route {
        Objects.requireNonNull(method, "method");
        if (!subPath.isEmpty() && !subPath.startsWith("/")) {
            throw new IllegalArgumentException("a sub-path is empty or starts with a slash");
        }
    }
}
