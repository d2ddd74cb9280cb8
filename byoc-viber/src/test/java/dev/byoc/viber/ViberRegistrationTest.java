package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ByocException;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.wording.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ViberRegistrationTest {
    private static final WebhookTarget TARGET = new WebhookTarget(Bot.WEBHOOK, List.of(), false, Wording.ENGLISH);

    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    @Test
    void asksForTheAccountAndThenSetsTheWebhook() {
        bot.answers("{\"status\":0,\"webhook\":\"\"}").answers(Bot.json("viber/set_webhook_response.json"));

        assertThat(bot.channel.registerWebhook(TARGET)).isInstanceOf(Registration.Registered.class);

        RecordedRequest asked = bot.got();
        assertThat(asked.getTarget()).isEqualTo("/pa/get_account_info");
        assertThat(asked.getBody().utf8()).isEqualTo("{}");
        RecordedRequest set = bot.got();
        assertThat(set.getTarget()).isEqualTo("/pa/set_webhook");
        assertThat(set.getHeaders().get("X-Viber-Auth-Token")).isEqualTo(Bot.TOKEN);
        Map<String, Json> expected =
                new LinkedHashMap<>(Bot.json("viber/set_webhook_request.json").fields());
        expected.put("url", Json.of(Bot.WEBHOOK.toString()));
        assertThat(Json.parse(set.getBody().toByteArray()).fields()).isEqualTo(expected);
    }

    @Test
    void leavesAnotherSystemsWebhookAlone() {
        Json info = Bot.json("viber/get_account_info_response.json");
        bot.answers(info);

        assertThat(bot.channel.registerWebhook(TARGET))
                .isEqualTo(new Registration.Occupied(info.get("webhook").text()));
        assertThat(bot.viber.getRequestCount()).isEqualTo(1);
    }

    @Test
    void replacesAnotherSystemsWebhookIfTheAdminSaysSo() {
        bot.answers(Bot.json("viber/get_account_info_response.json")).answers("{\"status\":0}");

        assertThat(bot.channel.registerWebhook(new WebhookTarget(Bot.WEBHOOK, List.of(), true, Wording.ENGLISH)))
                .isInstanceOf(Registration.Registered.class);
    }

    @Test
    void masksTheSecretPathInViberReportOfAFailedCall() {
        bot.answers("{\"status\":0}")
                .answers("{\"status\":1,\"status_message\":\"Result[HttpRequest[POST " + Bot.WEBHOOK.getPath()
                        + " HTTP/1.1] > HttpResponse[HTTP/1.1 404 Not Found]] null\"}");

        assertThat(bot.channel.registerWebhook(TARGET))
                .isEqualTo(new Registration.Failed(
                        false,
                        "Viber cannot use the bot's webhook address. (status 1: Result[HttpRequest[POST"
                                + " /byoc/viber-main/*** HTTP/1.1] > HttpResponse[HTTP/1.1 404 Not Found]] null)",
                        true));
    }

    @Test
    void saysWhetherTryingAgainCouldHelp() {
        bot.answers("{\"status\":2}");
        assertThat(failed())
                .isEqualTo(new Registration.Failed(
                        false, "Viber does not accept the bot's token. Set the current one. (status 2)"));

        bot.viber.enqueue(new MockResponse.Builder().code(502).body("<html>").build());
        assertThat(failed()).isEqualTo(new Registration.Failed(true, "The answer has no status of Viber (HTTP 502)."));

        bot.viber.enqueue(new MockResponse.Builder().code(404).build());
        assertThat(failed())
                .isEqualTo(new Registration.Failed(false, "There is no Viber API at 'base-url' (HTTP 404)."));

        bot.viber.close();
        assertThat(failed().again()).isTrue();
    }

    @Test
    void reportsARefusalOfTheWebhookAsAFailure() {
        bot.answers("{\"status\":0}").answers("<html>gateway</html>");

        assertThat(failed()).isEqualTo(new Registration.Failed(true, "The answer has no status of Viber (HTTP 200)."));
    }

    @Test
    void removesItsOwnWebhookBeItUnderAnEarlierSecret() {
        for (String ours : List.of(Bot.WEBHOOK.toString(), "https://relay.example.test/byoc/viber-main/earlier")) {
            bot.answers(Json.object().put("status", 0).put("webhook", ours).build())
                    .answers(Bot.json("viber/set_webhook_response_removed.json"));

            bot.channel.unregisterWebhook();

            bot.got();
            assertThat(bot.gotJson()).isEqualTo(Bot.json("viber/set_webhook_request_remove.json"));
        }
    }

    @Test
    void doesNotRemoveWhatIsNotItsOwn() {
        bot.answers(Bot.json("viber/get_account_info_response.json")).answers("{\"status\":0}");

        bot.channel.unregisterWebhook();
        bot.channel.unregisterWebhook();

        assertThat(bot.got().getTarget()).isEqualTo("/pa/get_account_info");
        assertThat(bot.got().getTarget()).isEqualTo("/pa/get_account_info");
        assertThat(bot.viber.getRequestCount()).isEqualTo(2);
    }

    @Test
    void saysWhenTheWebhookCouldNotBeRemoved() {
        bot.answers("{\"status\":2}");

        assertThatThrownBy(bot.channel::unregisterWebhook)
                .isInstanceOf(ByocException.class)
                .hasMessageContaining("still set")
                .hasMessageNotContaining(Bot.TOKEN);
    }

    @Test
    void isHealthyWhenTheTokenIsGoodAndTheWebhookOurs() {
        bot.answers(Json.object()
                .put("status", 0)
                .put("webhook", Bot.WEBHOOK.toString())
                .build());

        assertThat(bot.channel.probe()).isEqualTo(new AccountHealth.Healthy(true));
    }

    @Test
    void saysWhatToDoWhenItIsNotHealthy() {
        bot.answers(Bot.json("viber/get_account_info_response.json"));
        assertThat(bot.channel.probe()).isInstanceOf(AccountHealth.WebhookElsewhere.class);

        bot.answers("{\"status\":2}");
        assertThat(bot.channel.probe())
                .isInstanceOfSatisfying(
                        AccountHealth.KeyRefused.class,
                        health -> assertThat(health.detail()).contains("Set the current one"));

        bot.answers("{\"status\":10}");
        assertThat(bot.channel.probe()).isEqualTo(new AccountHealth.WebhookElsewhere(""));

        bot.answers("{\"status\":7}");
        assertThat(bot.channel.probe()).isInstanceOf(AccountHealth.Impaired.class);

        bot.answers("{\"status\":12}");
        assertThat(bot.channel.probe()).isInstanceOf(AccountHealth.Unknown.class);
    }

    @Test
    void saysThatViberCannotBeReached() {
        bot.viber.close();

        assertThat(bot.channel.probe())
                .isEqualTo(new AccountHealth.Unreachable(
                        "Viber could not be reached: connection refused or not possible"));
    }

    private Registration.Failed failed() {
        return (Registration.Failed) bot.channel.registerWebhook(TARGET);
    }
}
