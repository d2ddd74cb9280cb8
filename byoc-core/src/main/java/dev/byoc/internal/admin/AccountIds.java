package dev.byoc.internal.admin;

import dev.byoc.freshchat.AccountInfo;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a Freshchat account is told from others: by either of its ids, where both sides have it. */
record AccountIds(String account, String app) {
    private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    static AccountIds of(AccountInfo info) {
        return new AccountIds(orEmpty(info.accountId()), orEmpty(info.appId()));
    }

    private static String orEmpty(@Nullable String id) {
        return id == null ? "" : id;
    }

    String text() {
        return account + "\n" + app;
    }

    static AccountIds read(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? new AccountIds(text, "") : new AccountIds(text.substring(0, end), text.substring(end + 1));
    }

    boolean isSameAs(AccountIds other) {
        return hasBoth(account, other.account)
                ? account.equals(other.account)
                : hasBoth(app, other.app) && app.equals(other.app);
    }

    /** False also where they have no id in common to go by. */
    boolean differsFrom(AccountIds other) {
        return (hasBoth(account, other.account) || hasBoth(app, other.app)) && !isSameAs(other);
    }

    private static boolean hasBoth(String one, String other) {
        return !one.isEmpty() && !other.isEmpty();
    }

    /** In a sentence for an operator. */
    String shown() {
        String id = account.isEmpty() ? app : account;
        return SHOWN.matcher(id).matches() ? id : "unknown";
    }
}
