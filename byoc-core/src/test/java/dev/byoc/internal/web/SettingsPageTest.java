package dev.byoc.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.internal.report.Arrivals;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SettingsPageTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final URI WEBHOOK = URI.create("https://chat.example.com/byoc/main/path-secret-1");
    private static final URI FRESHCHAT = URI.create("https://chat.example.com/byoc/freshchat/path-secret-2");
    private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;";

    @Test
    void showsFreshchatsAddressAndWhereToPasteIt() {
        Element freshchat = section(page(freshchat(Arrivals.Seen.NOTHING, null)), "freshchat");

        assertThat(freshchat.select("code").eachText()).containsExactly(FRESHCHAT.toString());
        assertThat(freshchat.select("li").first().text())
                .contains("Admin Settings > Marketplace and Integrations > Conversation Webhooks")
                .contains("Admin Settings > Webhooks");
        assertThat(badge(freshchat)).isEqualTo("Nothing received yet");
    }

    @Test
    void freshchatIsConnectedOnceASignedWebhookHasCome() {
        Element freshchat = section(page(freshchat(new Arrivals.Seen(NOW, "", null), null)), "freshchat");

        assertThat(badge(freshchat)).isEqualTo("Connected");
        assertThat(freshchat.text()).contains("2026-01-15 09:00:00 UTC");
    }

    @Test
    void whichOfSeveralKeysIsInUseIsShown() {
        Arrivals.Seen seen = new Arrivals.Seen(NOW, "webhook key 2 of 2", null);

        assertThat(section(page(freshchat(seen, null)), "freshchat").text())
                .contains("The last webhook came on 2026-01-15 09:00:00 UTC, with webhook key 2 of 2.");
    }

    @Test
    void aRefusedSignatureAfterAGoodOneAsksForTheWebhookKey() {
        Arrivals.Seen seen = new Arrivals.Seen(NOW, "", NOW.plusSeconds(5));

        Document page = page(freshchat(seen, null));

        assertThat(badge(section(page, "freshchat"))).isEqualTo("Webhook refused");
        assertThat(section(page, "freshchat").text()).contains("public key").contains("2026-01-15 09:00:05 UTC");
        assertThat(page.select("header a").eachText()).containsExactly("Freshchat");
    }

    @Test
    void aGoodSignatureAfterARefusedOneCounts() {
        Arrivals.Seen seen = new Arrivals.Seen(NOW.plusSeconds(5), "", NOW);

        assertThat(badge(section(page(freshchat(seen, null)), "freshchat"))).isEqualTo("Connected");
    }

    @Test
    void freshchatsTroubleIsShown() {
        Element freshchat =
                section(page(freshchat(new Arrivals.Seen(NOW, "", null), "the token was refused (401)")), "freshchat");

        assertThat(badge(freshchat)).isEqualTo("Trouble");
        assertThat(freshchat.select(".trouble").text()).isEqualTo("Trouble: the token was refused (401)");
    }

    @Test
    void productEventsAreShownWhereTheyAreSwitchedOn() {
        URI app = URI.create("https://chat.example.com/byoc/freshchat-app/path-secret-3");
        var freshchat = new SettingsPage.Freshchat(FRESHCHAT, app, Arrivals.Seen.NOTHING, null);

        assertThat(section(page(freshchat), "freshchat").select("code").eachText())
                .containsExactly(FRESHCHAT.toString(), app.toString());
    }

    @Test
    void aRegisteredAccountNeedsNoAdmin() {
        Document page = page(channel(new Registration.Registered("it has tried the webhook")));

        assertThat(badge(account(page))).isEqualTo("Registered");
        assertThat(account(page).text())
                .contains("it has tried the webhook")
                .contains("Messenger")
                .contains("Support");
        assertThat(account(page).select("code").eachText()).containsExactly(WEBHOOK.toString());
        assertThat(page.select("header").text()).contains("Nothing needs your attention");
    }

    @Test
    void stepsByHandAreNumberedWithTheValuesToCopy() {
        Document page = page(channel(new Registration.ByHand(List.of(
                new Registration.Step("Open the console.", null),
                new Registration.Step("Paste this:", Secret.of(WEBHOOK + "/message")),
                new Registration.Step("Send this:", Secret.of("two\nlines"))))));

        assertThat(badge(account(page))).isEqualTo("To be registered by hand");
        assertThat(account(page).select("ol > li")).hasSize(3);
        assertThat(account(page).select("code").eachText()).containsExactly(WEBHOOK + "/message", "two lines");
        assertThat(account(page).select("code").last().wholeText()).isEqualTo("two\nlines");
        assertThat(page.select("header a").attr("href")).isEqualTo("#account-main");
    }

    @Test
    void anAccountRegisteredByHandIsInOrderOnceAWebhookHasCome() {
        Document page = page(new SettingsPage.Channel(
                "main",
                "Messenger",
                "Support",
                WEBHOOK,
                new Registration.ByHand(List.of(new Registration.Step("Paste it.", null))),
                new Arrivals.Seen(NOW, "", null),
                null));

        assertThat(badge(account(page))).isEqualTo("Registered by hand");
        assertThat(account(page).select("code").eachText()).containsExactly(WEBHOOK.toString());
        assertThat(page.select("header a")).isEmpty();
    }

    @Test
    void ofAnotherSystemsWebhookTheHostAloneIsShown() {
        Document page = page(channel(
                new Registration.Occupied("https://them:their-secret@other.example.com/hook/their-secret?k=v")));

        assertThat(badge(account(page))).isEqualTo("Another webhook is registered");
        assertThat(account(page).text()).contains("other.example.com").contains("take-over");
        assertThat(page.html()).doesNotContain("their-secret");
    }

    @Test
    void aFailureTellsTheCauseAndWhatToDo() {
        Element final_ = account(page(channel(new Registration.Failed(false, "invalid token"))));
        Element passing = account(page(channel(new Registration.Failed(true, "no answer"))));

        assertThat(badge(final_)).isEqualTo("Registration failed");
        assertThat(final_.text()).contains("invalid token").contains("restart the relay");
        assertThat(badge(passing)).isEqualTo("Not registered yet");
        assertThat(passing.text()).contains("no answer").contains("tries again every minute");
    }

    @Test
    void anAccountThatWasNotTriedSaysSo() {
        assertThat(badge(account(page(channel(null))))).isEqualTo("Not tried yet");
    }

    @Test
    void anAccountsTroubleNeedsAttentionThoughItIsRegistered() {
        Document page = page(new SettingsPage.Channel(
                "main",
                "Messenger",
                "Support",
                WEBHOOK,
                new Registration.Registered(""),
                Arrivals.Seen.NOTHING,
                "no such topic"));

        assertThat(account(page).select(".trouble").text()).contains("no such topic");
        assertThat(page.select("header a").eachText()).containsExactly("main");
    }

    @Test
    void textFromOutsideIsShownAsText() {
        List<Registration> outcomes = List.of(
                new Registration.Registered(HOSTILE),
                new Registration.ByHand(List.of(new Registration.Step(HOSTILE, Secret.of(HOSTILE)))),
                new Registration.Occupied("https://" + HOSTILE),
                new Registration.Failed(false, HOSTILE));
        for (Registration outcome : outcomes) {
            Document page = page(new SettingsPage.Channel(
                    "main", HOSTILE, HOSTILE, WEBHOOK, outcome, Arrivals.Seen.NOTHING, HOSTILE));

            assertThat(page.select("script, img, [onerror]")).isEmpty();
            assertThat(page.select("h2 small").eachText()).containsExactly(HOSTILE);
            assertThat(page.select(".trouble").text()).isEqualTo("Trouble: " + HOSTILE);
        }
    }

    @Test
    void thePolicyAllowsExactlyThePagesOwnStyle() throws Exception {
        String style = page(channel(null)).select("style").first().data();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

        assertThat(SettingsPage.POLICY)
                .isEqualTo("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(digest)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    @Test
    void theFooterTellsWhatWaitsAndWhetherItWouldBeLost() {
        String lost = Jsoup.parse(SettingsPage.html(facts(freshchat(Arrivals.Seen.NOTHING, null), List.of(), 3, false)))
                .select("footer")
                .text();
        String kept = Jsoup.parse(SettingsPage.html(facts(freshchat(Arrivals.Seen.NOTHING, null), List.of(), 3, true)))
                .select("footer")
                .text();

        assertThat(lost).contains("Waiting to be relayed: 3.").contains("not durable");
        assertThat(kept).contains("Waiting to be relayed: 3.").doesNotContain("not durable");
    }

    @Test
    void whatKeepsTheStoreFromTakingMessagesIsShown() {
        SettingsPage.Facts facts = new SettingsPage.Facts(
                freshchat(Arrivals.Seen.NOTHING, null), List.of(), 3, true, "the database cannot be reached", NOW);

        assertThat(Jsoup.parse(SettingsPage.html(facts))
                        .select("footer .trouble")
                        .text())
                .contains("the database cannot be reached");
    }

    private static SettingsPage.Freshchat freshchat(Arrivals.Seen seen, @Nullable String trouble) {
        return new SettingsPage.Freshchat(FRESHCHAT, null, seen, trouble);
    }

    private static SettingsPage.Channel channel(@Nullable Registration registration) {
        return new SettingsPage.Channel(
                "main", "Messenger", "Support", WEBHOOK, registration, Arrivals.Seen.NOTHING, null);
    }

    private static SettingsPage.Facts facts(
            SettingsPage.Freshchat freshchat, List<SettingsPage.Channel> channels, int open, boolean durable) {
        return new SettingsPage.Facts(freshchat, channels, open, durable, null, NOW);
    }

    private static Document page(SettingsPage.Freshchat freshchat) {
        return Jsoup.parse(SettingsPage.html(facts(freshchat, List.of(), 0, true)));
    }

    private static Document page(SettingsPage.Channel channel) {
        return Jsoup.parse(SettingsPage.html(facts(freshchat(Arrivals.Seen.NOTHING, null), List.of(channel), 0, true)));
    }

    private static Element section(Document page, String id) {
        return page.select("section[aria-labelledby=" + id + "]").first();
    }

    private static Element account(Document page) {
        return section(page, "account-main");
    }

    private static String badge(Element section) {
        return section.select(".badge").text();
    }
}
