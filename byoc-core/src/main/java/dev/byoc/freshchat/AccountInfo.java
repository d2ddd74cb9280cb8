package dev.byoc.freshchat;

import org.jspecify.annotations.Nullable;

/**
 * Which account a token belongs to. Each may be missing.
 *
 * @param domain for instance {@code example.freshchat.com}
 * @param datacenter for instance {@code US}
 */
public record AccountInfo(
        @Nullable String accountId,
        @Nullable String appId,
        @Nullable String domain,
        @Nullable String plan,
        @Nullable String datacenter) {}
