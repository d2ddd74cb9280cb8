package dev.byoc.internal.account;

import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.channel.Descriptor;
import dev.byoc.internal.guard.GuardedChannel;
import dev.byoc.store.spi.Lane;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One channel account, opened.
 *
 * @param base of the webhook's address, the path secret is to follow
 * @param keys its secrets that may change while the relay runs
 */
public record Account(
        String id,
        Descriptor descriptor,
        GuardedChannel channel,
        AccountOptions options,
        URI base,
        AccountSecrets secrets,
        KeyRing keys) {
    /** What its customers read that the relay has written. */
    public Wording customerWording() {
        return options.words().customer();
    }

    /** What its agents and admins read that the relay has written. */
    public Wording agentWording() {
        return options.words().agent();
    }

    /** The address of its webhook at present. */
    public URI webhookUrl() {
        return address(base, secrets.path());
    }

    public static URI address(URI base, RotatingSecret path) {
        return URI.create(base + "/" + path.all().get(0).reveal());
    }

    /** What Freshchat's user carries as {@code reference_id}. */
    public String reference(String customer) {
        return options.bareId() ? customer : prefix() + URLEncoder.encode(customer, StandardCharsets.UTF_8);
    }

    /** Where a customer's messages wait for Freshchat, and behind them the notes about them. */
    public Lane inbound(String customer) {
        return new Lane(Direction.INBOUND, id, reference(customer));
    }

    /** Where it waits what Freshchat is to be told of a customer, beside the messages. */
    public Lane profile(String customer) {
        return new Lane(Direction.INBOUND, id, "profile " + reference(customer));
    }

    /** Where the answers to a customer wait for the messenger. */
    public Lane outbound(String customer) {
        return new Lane(Direction.OUTBOUND, id, reference(customer));
    }

    /** Whether a reference has the form of this account's: as a bare id of another one it would lead to customers of this one. */
    boolean claims(String reference) {
        return reference.startsWith(prefix());
    }

    private String prefix() {
        return descriptor.id() + ":" + id + ":";
    }

    /** The customer that a reference names, null if it is none of this account's. */
    @org.jspecify.annotations.Nullable
    public String customerOf(String reference) {
        if (options.bareId()) {
            // Nothing tells a bare id from other references; the topic has to.
            return Visible.isBlank(reference) ? null : reference;
        }
        if (!reference.startsWith(prefix())) {
            return null;
        }
        try {
            String customer =
                    java.net.URLDecoder.decode(reference.substring(prefix().length()), StandardCharsets.UTF_8);
            // Only what we would have written: "a+b" and "a%20b" must not both mean "a b".
            return !Visible.isBlank(customer) && reference(customer).equals(reference) ? customer : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "Account[" + id + ", " + descriptor.id() + "]";
    }
}
