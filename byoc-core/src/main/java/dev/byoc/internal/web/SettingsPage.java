package dev.byoc.internal.web;

import dev.byoc.Visible;
import dev.byoc.channel.Registration;
import dev.byoc.internal.admin.RegistrationConditions;
import dev.byoc.internal.render.Html;
import dev.byoc.internal.report.Arrivals;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings page: what an operator has to know and to paste, in one HTML page without scripts, links outside or forms. */
public final class SettingsPage {
    /** Nothing is loaded, run, framed or sent; the page's own style alone counts. */
    public static final String POLICY = "default-src 'none'; style-src 'sha256-" + SettingsStyle.SHA256
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What the page shows. */
    public record Facts(
            Freshchat freshchat,
            List<Channel> channels,
            int open,
            boolean durable,
            @Nullable String storeTrouble,
            Instant at) {}

    /**
     * Freshchat's side.
     *
     * @param productEvents null: switched off
     * @param trouble what is wrong and what to do; null: nothing is known to be
     */
    public record Freshchat(
            URI webhook,
            @Nullable URI productEvents,
            Arrivals.Seen seen,
            @Nullable String trouble) {}

    /**
     * One account of a messenger.
     *
     * @param registration null: not tried yet
     * @param trouble beside the registration's own
     */
    record Channel(
            String id,
            String network,
            String topic,
            URI webhook,
            @Nullable Registration registration,
            Arrivals.Seen seen,
            @Nullable String trouble) {}

    /** How something stands; the name is its class in the style. */
    private enum Mood {
        GOOD,
        IDLE,
        TODO,
        BAD
    }

    private record Standing(Mood mood, String words) {
        boolean needsAPerson() {
            return mood == Mood.TODO || mood == Mood.BAD;
        }
    }

    private SettingsPage() {}

    public static String html(Facts facts) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>Relay settings</title>
                <style>"""
                + SettingsStyle.CSS + "</style>\n</head>\n<body>\n"
                + "<header>\n<h1>Relay settings</h1>\n" + summary(facts) + "</header>\n"
                + "<main>\n" + freshchat(facts.freshchat())
                + facts.channels().stream().map(SettingsPage::channel).collect(Collectors.joining())
                + "</main>\n<footer>\n" + footer(facts) + "</footer>\n</body>\n</html>\n";
    }

    private static String summary(Facts facts) {
        List<String> links = new ArrayList<>();
        if (standing(facts.freshchat()).needsAPerson()) {
            links.add("<a href=\"#freshchat\">Freshchat</a>");
        }
        for (Channel channel : facts.channels()) {
            if (standing(channel).needsAPerson() || channel.trouble() != null) {
                String id = Html.escape(channel.id());
                links.add("<a href=\"#account-" + id + "\">" + id + "</a>");
            }
        }
        return links.isEmpty()
                ? "<p>Nothing needs your attention.</p>\n"
                : "<p>Needs your attention: " + String.join(", ", links) + ".</p>\n";
    }

    // Freshchat

    private static String freshchat(Freshchat freshchat) {
        String body = paragraph(freshchatWords(freshchat)) + trouble(freshchat.trouble());
        body += "<dl>\n" + row("Webhook address", copy(freshchat.webhook().toString()));
        if (freshchat.productEvents() != null) {
            body += row(
                    "Product events",
                    copy(freshchat.productEvents().toString())
                            + paragraph("For the marketplace app that passes product events on."));
        }
        body += "</dl>\n<h3>Where to paste it</h3>\n<ol>\n"
                + "<li>In Freshchat, open <b>Admin Settings &gt; Marketplace and Integrations &gt; Conversation Webhooks</b> (Freshworks"
                + " Suite), or <b>Admin Settings &gt; Webhooks</b> (standalone Freshchat).</li>\n"
                + "<li>Paste the webhook address above into the URL field, and save.</li>\n"
                + "<li>Compare the public key shown there with the webhook key in the relay's configuration: they have to be the same."
                + "</li>\n</ol>\n";
        return section("freshchat", "Freshchat", "", standing(freshchat), body);
    }

    private static Standing standing(Freshchat freshchat) {
        if (freshchat.trouble() != null) {
            return new Standing(Mood.BAD, "Trouble");
        }
        if (freshchat.seen().endedInRefusal()) {
            return new Standing(Mood.BAD, "Webhook refused");
        }
        return freshchat.seen().verified() == null
                ? new Standing(Mood.IDLE, "Nothing received yet")
                : new Standing(Mood.GOOD, "Connected");
    }

    private static String freshchatWords(Freshchat freshchat) {
        Arrivals.Seen seen = freshchat.seen();
        if (seen.endedInRefusal()) {
            return "The last webhook, of " + time(seen.refused())
                    + ", was refused: its signature is missing, or not of the webhook key."
                    + " Copy the public key from Freshchat's webhook page into the relay's configuration, and restart the relay.";
        }
        return seen.verified() == null
                ? "No webhook has come since the relay started. One comes as soon as an agent answers."
                : "The last webhook came on " + time(seen.verified()) + by(seen) + ".";
    }

    // Accounts

    private static String channel(Channel channel) {
        Registration registration = channel.registration();
        String body = paragraph(words(registration)) + trouble(channel.trouble());
        body += "<dl>\n";
        if (registration instanceof Registration.Registered registered && !Visible.isBlank(registered.detail())) {
            body += row(channel.network() + " says", Html.escape(registered.detail()));
        } else if (registration instanceof Registration.Failed failed) {
            body += row("Cause", Html.escape(failed.detail()));
        } else if (registration instanceof Registration.Occupied occupied) {
            // The host alone: the rest of another system's address may be their secret.
            body += row("Registered now", Html.escape(RegistrationConditions.hostOf(occupied.current())));
        }
        if (!(registration instanceof Registration.ByHand byHand && names(byHand, channel.webhook()))) {
            body += row("Webhook address", copy(channel.webhook().toString()));
        }
        body += row("Freshchat topic", Html.escape(channel.topic()))
                + row("Last webhook", Html.escape(lastWebhook(channel.seen())))
                + "</dl>\n";
        if (registration instanceof Registration.ByHand byHand) {
            body += steps(byHand);
        }
        return section("account-" + channel.id(), channel.id(), channel.network(), standing(channel), body);
    }

    private static Standing standing(Channel channel) {
        Registration registration = channel.registration();
        if (registration instanceof Registration.Registered) {
            return new Standing(Mood.GOOD, "Registered");
        }
        if (registration instanceof Registration.ByHand) {
            return channel.seen().verified() == null
                    ? new Standing(Mood.TODO, "To be registered by hand")
                    : new Standing(Mood.GOOD, "Registered by hand");
        }
        if (registration instanceof Registration.Occupied) {
            return new Standing(Mood.BAD, "Another webhook is registered");
        }
        if (registration instanceof Registration.Failed failed) {
            return failed.again()
                    ? new Standing(Mood.TODO, "Not registered yet")
                    : new Standing(Mood.BAD, "Registration failed");
        }
        return new Standing(Mood.TODO, "Not tried yet");
    }

    private static String words(@Nullable Registration registration) {
        if (registration instanceof Registration.Registered) {
            return "The messenger knows the webhook. There is nothing to do.";
        }
        if (registration instanceof Registration.ByHand) {
            return "This messenger cannot be told by the relay: enter the webhook by the steps below.";
        }
        if (registration instanceof Registration.Occupied) {
            return "The messenger sends its messages to another system. If that may be replaced, call relay.install(account), or set"
                    + " take-over to yes for this account and restart the relay.";
        }
        if (registration instanceof Registration.Failed failed) {
            return failed.again()
                    ? "The messenger could not be told the webhook. The relay tries again every minute."
                    : "The webhook is not registered. Fix the cause below, and call relay.install(account) or restart the relay.";
        }
        return "The relay has not told the messenger its webhook yet. It does so when it is installed.";
    }

    private static String steps(Registration.ByHand byHand) {
        StringBuilder html = new StringBuilder("<h3>Steps</h3>\n<ol>\n");
        for (Registration.Step step : byHand.steps()) {
            html.append("<li>").append(Html.escape(step.what()));
            if (step.value() != null) {
                html.append(copy(step.value().reveal()));
            }
            html.append("</li>\n");
        }
        return html.append("</ol>\n").toString();
    }

    /** Whether the steps hold the address, or ones below it: then these are to be pasted, and showing it again would only mislead. */
    private static boolean names(Registration.ByHand byHand, URI webhook) {
        return byHand.steps().stream()
                .anyMatch(step -> step.value() != null && step.value().reveal().contains(webhook.toString()));
    }

    private static String lastWebhook(Arrivals.Seen seen) {
        String last = seen.verified() == null ? "none since the relay started" : time(seen.verified()) + by(seen);
        return seen.endedInRefusal()
                ? last + "; one was refused on " + time(seen.refused())
                        + ", as it did not prove that it came from the messenger"
                : last;
    }

    /** Which secret is in use, while it is being replaced. */
    private static String by(Arrivals.Seen seen) {
        return seen.by().isEmpty() ? "" : ", with " + seen.by();
    }

    // Pieces

    private static String section(String id, String title, String network, Standing standing, String body) {
        String head = Html.escape(title) + (network.isEmpty() ? "" : " <small>" + Html.escape(network) + "</small>");
        return "<section aria-labelledby=\"%1$s\">\n<h2 id=\"%1$s\">%2$s</h2>\n<p class=\"badge %3$s\">%4$s</p>\n%5$s</section>\n"
                .formatted(
                        Html.escape(id),
                        head,
                        standing.mood().name().toLowerCase(Locale.ROOT),
                        Html.escape(standing.words()),
                        body);
    }

    private static String paragraph(String words) {
        return "<p>" + Html.escape(words) + "</p>\n";
    }

    private static String trouble(@Nullable String trouble) {
        return trouble == null ? "" : "<p class=\"trouble\"><b>Trouble:</b> " + Html.escape(trouble) + "</p>\n";
    }

    private static String row(String name, String html) {
        return "<dt>" + Html.escape(name) + "</dt>\n<dd>" + html + "</dd>\n";
    }

    /** Something to copy: one click selects all of it. */
    private static String copy(String value) {
        return "<code>" + Html.escape(value) + "</code>";
    }

    private static String footer(Facts facts) {
        String waiting = "Waiting to be relayed: " + facts.open() + "."
                + (facts.durable() ? "" : " The store is not durable: what waits is lost if the relay ends.");
        return paragraph(waiting)
                + trouble(facts.storeTrouble())
                + paragraph("As of " + time(facts.at())
                        + "; reload the page for the current state. A click on an address selects it.");
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(at);
    }
}
