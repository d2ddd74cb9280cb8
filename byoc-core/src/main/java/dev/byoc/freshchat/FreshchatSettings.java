package dev.byoc.freshchat;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which Freshchat account, with which token, and the keys that its webhooks are signed with. Immutable; {@link #toString} masks. */
public final class FreshchatSettings {
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,100}");

    private final URI api;
    private final String scope;
    private final CurrentSecret token;
    private final @Nullable Supplier<String> tokenSource;
    private final List<PublicKey> webhookKeys;
    private final @Nullable String noteAgent;

    private FreshchatSettings(
            URI api,
            String scope,
            CurrentSecret token,
            @Nullable Supplier<String> tokenSource,
            List<PublicKey> webhookKeys,
            @Nullable String noteAgent) {
        this.api = api;
        this.scope = scope;
        this.token = token;
        this.tokenSource = tokenSource;
        this.webhookKeys = List.copyOf(webhookKeys);
        this.noteAgent = noteAgent;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where the API is, ending in {@code /v2}. */
    public URI api() {
        return api;
    }

    /** The name under which a store keeps this account's state: {@link Builder#scope}, else the host of the address in lower case. */
    public String scope() {
        return scope;
    }

    /** The token for the next call. */
    public Secret token() {
        return token.get();
    }

    CurrentSecret currentToken() {
        return token;
    }

    /** What {@link Builder#tokenFrom} gave; null: the token does not change. */
    public @Nullable Supplier<String> tokenSource() {
        return tokenSource;
    }

    /** The same settings with a token that may change: each call asks it. A relay does this by itself where there is a {@link #tokenSource}. */
    public FreshchatSettings withToken(CurrentSecret value) {
        return new FreshchatSettings(api, scope, value, tokenSource, webhookKeys, noteAgent);
    }

    /** Each of these signs webhooks, in the order given; at least one. */
    public List<PublicKey> webhookKeys() {
        return webhookKeys;
    }

    /** The id or e-mail address of the agent whose name private notes carry; null: they come from the bot. */
    public @Nullable String noteAgent() {
        return noteAgent;
    }

    @Override
    public String toString() {
        return "FreshchatSettings[" + api + ", token=***, webhookKey=***]";
    }

    /** Collects the settings; {@link #build} checks them all at once. Null, as of a variable that is not set, is missing. */
    public static final class Builder {
        private String url = "";
        private String token = "";
        private @Nullable Supplier<String> tokenSource;
        private final List<String> webhookKeys = new ArrayList<>();
        private @Nullable String noteAgent;
        private String trustedHost = "";
        private String scope = "";

        private Builder() {}

        /**
         * The account's address, the "chat URL" of Freshchat's API settings, with or without {@code /v2}. Https, and a host of
         * freshchat.com or myfreshworks.com, as the token must not go elsewhere by a slip; see {@link #trustHost}.
         */
        public Builder url(String value) {
            this.url = Secret.trimmed(value);
            return this;
        }

        /** The API token, without the word "Bearer" (Admin Settings, API Tokens). */
        public Builder token(String value) {
            this.token = Secret.trimmed(value);
            return this;
        }

        /**
         * Where the API token comes from, in place of {@link #token}: asked by {@link #build}, and by a relay again whenever Freshchat
         * refuses the token and at each probe, so that a new one needs no restart. A {@link dev.byoc.SecretFile}, or any code of yours. A
         * relay gives it 10 seconds, also while it is built, if it is given this builder; {@link #build} waits for it.
         */
        public Builder tokenFrom(Supplier<String> source) {
            this.tokenSource = source;
            return this;
        }

        /**
         * The public key shown beside the webhook's URL in the admin settings, however it was pasted. Given several times, as while it
         * changes, each of them counts; null or blank: none.
         */
        public Builder webhookKey(@Nullable String value) {
            if (!Secret.trimmed(value).isEmpty()) {
                webhookKeys.add(Secret.trimmed(value));
            }
            return this;
        }

        /** The id or e-mail address of an active agent to write private notes as; null or blank: the bot writes them. */
        public Builder noteAgent(@Nullable String value) {
            this.noteAgent = Secret.trimmed(value).isEmpty() ? null : Secret.trimmed(value);
            return this;
        }

        /**
         * The name under which a store keeps what belongs to this account; null or blank: the host of {@link #url}. Choose it once and for
         * ever: under another name a relay finds nothing of what was stored before, and its addresses change. Required for {@code
         * api.freshchat.com} and the hosts of its regions, as each of them serves many accounts; two accounts in one database need two
         * names.
         *
         * @param name 1 to 100 letters, digits, dots, colons, hyphens and underscores; case counts
         */
        public Builder scope(@Nullable String name) {
            this.scope = Secret.trimmed(name);
            return this;
        }

        /** Allows this host as well, also over plain http: for a proxy of one's own or a test server. It will be sent the token. Null or blank: none. */
        public Builder trustHost(@Nullable String host) {
            this.trustedHost = Secret.trimmed(host);
            return this;
        }

        /**
         * Checks everything; touches no network.
         *
         * @throws ConfigurationException with every fault; it names the settings and prints neither token nor key
         */
        public FreshchatSettings build() {
            return build(UnaryOperator.identity());
        }

        /**
         * As {@link #build()}, for who must not wait for the source of the token as long as that likes.
         *
         * @param asking gives what is asked in the source's place; what that throws is one fault among the others
         */
        public FreshchatSettings build(UnaryOperator<Supplier<String>> asking) {
            List<String> faults = new ArrayList<>();
            ApiAddress address = ApiAddress.read(url, trustedHost, faults);
            Secret secret = readToken(asking, faults);
            Set<PublicKey> keys = readKeys(faults);
            String name = readScope(address, faults);
            if (!faults.isEmpty() || address == null || secret == null || name == null) {
                throw new ConfigurationException(faults);
            }
            return new FreshchatSettings(
                    address.api(), name, CurrentSecret.of(secret), tokenSource, List.copyOf(keys), noteAgent);
        }

        private @Nullable String readScope(@Nullable ApiAddress address, List<String> faults) {
            if (!scope.isEmpty()) {
                if (SCOPE.matcher(scope).matches()) {
                    return scope;
                }
                faults.add("Freshchat scope must be 1 to 100 letters, digits, dots, colons, hyphens and underscores.");
                return null;
            }
            if (address != null && address.isShared()) {
                faults.add("Freshchat scope is missing. " + address.host()
                        + " serves many accounts, so this one needs a name of its own"
                        + " in the store, for good: FreshchatSettings.builder().scope(\"acme\")");
                return null;
            }
            return address == null ? null : address.host();
        }

        private @Nullable Secret readToken(UnaryOperator<Supplier<String>> asking, List<String> faults) {
            String text = token;
            if (tokenSource != null) {
                if (!token.isEmpty()) {
                    faults.add("Freshchat token is set twice: by token(...) and by tokenFrom(...).");
                    return null;
                }
                try {
                    text = Secret.trimmed(asking.apply(tokenSource).get());
                } catch (Throwable e) {
                    // What others throw may quote anything, and hides no other fault.
                    faults.add("Freshchat token is missing: its source failed: "
                            + (e instanceof ByocException
                                    ? e.getMessage()
                                    : e.getClass().getSimpleName()) + ".");
                    return null;
                }
            }
            if (text.isEmpty()) {
                faults.add(
                        tokenSource == null
                                ? "Freshchat token is missing. Make one in Admin Settings, API Tokens."
                                : "Freshchat token is missing: its source gave nothing.");
                return null;
            }
            Secret secret = Secret.of(text);
            if (!secret.isVisibleAscii()) {
                faults.add("Freshchat token holds blanks or characters that no token has."
                        + " Paste the token alone, without the word Bearer.");
                return null;
            }
            return secret;
        }

        private Set<PublicKey> readKeys(List<String> faults) {
            Set<PublicKey> keys = new LinkedHashSet<>();
            if (webhookKeys.isEmpty()) {
                faults.add("Freshchat webhookKey is missing. It is shown beside the webhook's URL in Admin Settings.");
            }
            for (int i = 0; i < webhookKeys.size(); i++) {
                try {
                    keys.add(WebhookKey.parse(webhookKeys.get(i)));
                } catch (GeneralSecurityException e) {
                    String which = webhookKeys.size() == 1 ? "" : " (" + (i + 1) + " of " + webhookKeys.size() + ")";
                    faults.add("Freshchat webhookKey" + which + " " + e.getMessage() + ".");
                }
            }
            return keys;
        }

        @Override
        public String toString() {
            return "FreshchatSettings.Builder";
        }
    }
}
