package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
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
        @Nullable String datacenter) {
    /** Null if the answer names neither the account nor the app. */
    static @Nullable AccountInfo read(Json answer) {
        Json account = answer.get("configuration").isObject() ? answer.get("configuration") : answer;
        String accountId = Wire.id(account.get("account_id"));
        String appId = Wire.id(account.get("app_id"));
        return accountId == null && appId == null
                ? null
                : new AccountInfo(
                        accountId,
                        appId,
                        Wire.text(account.get("account_domain")),
                        Wire.text(account.get("plan_type")),
                        Wire.text(account.get("datacenter")));
    }
}
