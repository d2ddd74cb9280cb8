package dev.byoc.examples;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Registration;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayEngine;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Relays between one Viber bot and one Freshchat account, set up by environment variables:
 *
 * <ul>
 *   <li>{@code FRESHCHAT_URL}, {@code FRESHCHAT_TOKEN}, {@code FRESHCHAT_TOPIC}: the account's chat URL, an API token, and the name or id of
 *       the topic for these conversations
 *   <li>{@code FRESHCHAT_WEBHOOK_KEY}: the public key shown beside the webhook's URL in the admin settings, or {@code @} and a file's name
 *   <li>{@code VIBER_TOKEN}, {@code VIBER_SENDER_NAME}: the bot's token, and the name that customers see
 *   <li>{@code PUBLIC_URL}, {@code PORT}: where Viber and Freshchat reach this program, by https, and the local port to which a proxy
 *       passes that on
 *   <li>and, if need be, {@code VIBER_URL}: a partner's address in place of Viber's own; {@code VIBER_TAKE_OVER=yes}: replaces a webhook
 *       that somebody else has set; {@code FRESHCHAT_TRUST_HOST}: the host of a proxy of one's own in {@code FRESHCHAT_URL}
 * </ul>
 *
 * <p>Runs until it gets SIGTERM or SIGINT. Exit code 2: the set-up is wrong, and all that is wrong is named; 1: the port is taken.
 */
public final class ViberRelay {
    /** Part of every customer's reference in Freshchat, so it never changes. */
    static final String ACCOUNT = "viber-main";

    private static final List<String> REQUIRED = List.of(
            "FRESHCHAT_URL",
            "FRESHCHAT_TOKEN",
            "FRESHCHAT_WEBHOOK_KEY",
            "FRESHCHAT_TOPIC",
            "VIBER_TOKEN",
            "VIBER_SENDER_NAME",
            "PUBLIC_URL",
            "PORT");

    private ViberRelay() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            start(System.getenv(), Console.out());
        } catch (ConfigurationException e) {
            exit(2, e);
        } catch (UncheckedIOException e) {
            exit(1, e);
        }
        // Everything works on daemon threads; a signal ends this wait together with the process.
        new CountDownLatch(1).await();
    }

    private static void exit(int code, RuntimeException e) {
        System.err.println("byoc: " + e.getMessage());
        System.exit(code);
    }

    private static void start(Map<String, String> variables, PrintStream out) {
        RelayEngine relay = relay(variables);
        JdkHttpHost host = JdkHttpHost.serve(relay, new Environment(variables).port("PORT"));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            relay.close();
                            host.close();
                        },
                        "byoc-stop"));
        // Listening comes first: Viber calls back while the webhook is being registered.
        relay.start();
        toDo(relay).forEach(out::println);
    }

    /**
     * The relay of this program, not started yet. The sandbox makes its own by this method, with other addresses only.
     *
     * @throws ConfigurationException naming all that is missing or wrong
     */
    static RelayEngine relay(Map<String, String> variables) {
        Environment set = new Environment(variables).require(REQUIRED);
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
        // Before anything is built, although only the web server needs it.
        set.port("PORT");
        return RelayEngine.builder()
                .freshchat(FreshchatSettings.builder()
                        .url(set.text("FRESHCHAT_URL"))
                        .trustHost(set.text("FRESHCHAT_TRUST_HOST"))
                        .token(set.text("FRESHCHAT_TOKEN"))
                        .webhookKey(set.textOrFile("FRESHCHAT_WEBHOOK_KEY"))
                        .build())
                .account(ACCOUNT, "viber", viber)
                .publicUrl(address("PUBLIC_URL", set.text("PUBLIC_URL")))
                .build();
    }

    private static URI address(String name, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new ConfigurationException(name + " is not an address.");
        }
    }

    /** What the admin reads after the start. */
    private static List<String> toDo(RelayEngine relay) {
        List<String> lines = new ArrayList<>();
        lines.add("Freshchat: paste this URL in Admin Settings > Marketplace and Integrations > Conversation Webhooks");
        lines.add("(standalone Freshchat: Admin Settings > Webhooks), unless it is there already:");
        lines.add("  " + relay.freshchatWebhookUrl());
        relay.registrations().forEach((account, outcome) -> lines.addAll(registration(outcome)));
        lines.add("Relaying. SIGTERM or Ctrl-C stops it.");
        return lines;
    }

    private static List<String> registration(Registration outcome) {
        List<String> lines = new ArrayList<>();
        if (outcome instanceof Registration.Registered registered) {
            lines.add("Viber: nothing to do. " + registered.detail());
        } else if (outcome instanceof Registration.ByHand byHand) {
            lines.add("Viber: register the webhook by hand:");
            for (Registration.Step step : byHand.steps()) {
                lines.add("  " + step.what());
                if (step.value() != null) {
                    lines.add("    " + step.value().reveal());
                }
            }
        } else if (outcome instanceof Registration.Occupied occupied) {
            lines.add("Viber: NOT registered, as the bot sends its messages elsewhere: " + occupied.current());
        } else if (outcome instanceof Registration.Failed failed) {
            lines.add("Viber: NOT registered, start this program again later. " + failed.detail());
        }
        return lines;
    }
}
