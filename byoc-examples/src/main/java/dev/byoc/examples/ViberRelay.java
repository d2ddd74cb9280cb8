package dev.byoc.examples;

import dev.byoc.ConfigurationException;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Relays between one Viber bot and one Freshchat account, set up by environment variables:
 *
 * <ul>
 *   <li>those of {@link RealRelay}
 *   <li>{@code VIBER_TOKEN}, {@code VIBER_SENDER_NAME}: the bot's token, and the name that customers see
 *   <li>and, if need be, {@code VIBER_URL}: a partner's address in place of Viber's own; {@code VIBER_TAKE_OVER=yes}: replaces a webhook
 *       that another system has set
 * </ul>
 */
public final class ViberRelay {
    /** Part of every customer's reference in Freshchat, so it never changes. */
    public static final String ACCOUNT = "viber-main";

    private ViberRelay() {}

    public static void main(String[] args) throws InterruptedException {
        RealRelay.run("Viber", ViberRelay::relay);
    }

    /**
     * The relay of this program, not started yet. The sandbox makes its own by this method, with other addresses.
     *
     * @throws ConfigurationException naming all that is missing or wrong
     */
    public static RelayEngine relay(Map<String, String> variables) {
        return relay(variables, builder -> builder);
    }

    /** The same, with more options. */
    public static RelayEngine relay(Map<String, String> variables, UnaryOperator<RelayBuilder> options) {
        Environment set = new Environment(variables);
        RelayBuilder builder = RealRelay.builder(set, List.of("VIBER_TOKEN", "VIBER_SENDER_NAME"));
        Map<String, String> viber = new LinkedHashMap<>();
        viber.put("auth-token", set.text("VIBER_TOKEN"));
        viber.put("sender-name", set.text("VIBER_SENDER_NAME"));
        viber.put("topic", set.text("FRESHCHAT_TOPIC"));
        if (!set.text("VIBER_URL").isEmpty()) {
            viber.put("base-url", set.text("VIBER_URL"));
        }
        if (!set.text("VIBER_TAKE_OVER").isEmpty()) {
            viber.put("take-over", set.text("VIBER_TAKE_OVER"));
        }
        return options.apply(builder.account(ACCOUNT, "viber", viber)).build();
    }
}
