package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HappytalkRegistrationTest {
    private static final String FOLDER = "consultation-happytalk/";
    private static final String NOTHING = "{\"code\":\"200\",\"data\":[]}";

    /** The address of the samples. */
    private static final URI ORIGIN = URI.create("https://relay.example.com");

    private final Shop shop = Shop.happytalk();

    @AfterEach
    void close() {
        shop.close();
    }

    private Registration register(URI url, String... ours) {
        return shop.channel.registerWebhook(new WebhookTarget(url, List.of(ours), false, Wording.ENGLISH));
    }

    private static String registered(String url) {
        return "{\"code\":\"200\",\"data\":[{\"domain\":\"" + url + "\"}],\"isDirect\":false}";
    }

    @Test
    void setsTheAddressAndReadsItBack() {
        shop.answers(NOTHING)
                .answers(Shop.json(FOLDER + "register-receive-domain-response.json"))
                .answers(Shop.json(FOLDER + "search-domain-v1-response.json"));

        assertThat(register(ORIGIN))
                .isEqualTo(new Registration.Registered("Happytalk sends the channel's callbacks to this relay."));

        var search = shop.got();
        assertThat(search.getTarget()).isEqualTo("/api/v1/center/domain/search");
        assertThat(Json.parse(search.getBody().toByteArray()).get("sender_key").text())
                .isEqualTo(Shop.SENDER_KEY);
        var set = shop.got();
        assertThat(set.getTarget())
                .isEqualTo("/api/kakaoWebhook/v1/bzmc/consult/" + Shop.SENDER_KEY + "/receiveDomain");
        assertThat(Json.parse(set.getBody().toByteArray()))
                .isEqualTo(Shop.json(FOLDER + "register-receive-domain-request.json"));
        assertThat(shop.got().getTarget()).isEqualTo("/api/v1/center/domain/search");
    }

    @Test
    void usesTheOlderCallWhereTheNewOneIsNotThere() {
        shop.answers(NOTHING)
                .answers(404, "not found")
                .answers(Shop.json(FOLDER + "register-domain-v1-response.json"))
                .answers(Shop.json(FOLDER + "search-domain-v1-response.json"));

        assertThat(register(ORIGIN)).isInstanceOf(Registration.Registered.class);

        shop.got();
        shop.got();
        var update = shop.got();
        assertThat(update.getTarget()).isEqualTo("/api/v1/center/domain/update");
        assertThat(Json.parse(update.getBody().toByteArray()))
                .isEqualTo(Shop.json(FOLDER + "register-domain-v1-request.json"));
    }

    @Test
    void handsOverToTheAdminWhenHappytalkDoesNotAdmitTheAddress() {
        shop.answers(NOTHING).answers(Shop.json(FOLDER + "register-receive-domain-error-response.json"));

        assertThat(firstStep(register(Shop.WEBHOOK)))
                .isEqualTo("Happytalk did not set the address by itself: Happytalk does not admit this address yet, or"
                        + " misses something. (code 405)");
    }

    @Test
    void handsOverToTheAdminWhenThePathWasDiscarded() {
        shop.answers(NOTHING).answers("{\"code\":200}").answers(registered("https://relay.example.test"));

        assertThat(firstStep(register(Shop.WEBHOOK))).contains("Without the path the relay takes no callback.");
    }

    @Test
    void leavesAnotherSystemsAddressAlone() {
        shop.answers(registered("https://other.example.com"));

        assertThat(register(Shop.WEBHOOK)).isEqualTo(new Registration.Occupied("https://other.example.com"));
        assertThat(shop.network.getRequestCount()).isEqualTo(1);
    }

    @Test
    void replacesAnEarlierAddressOfOurs() {
        String earlier = "https://relay.example.test/byoc/kakao-main/earlier-secret";
        shop.answers(registered(earlier + "/")).answers("{\"code\":200}").answers(registered(Shop.WEBHOOK + "/"));

        assertThat(register(Shop.WEBHOOK, earlier)).isInstanceOf(Registration.Registered.class);
    }

    @Test
    void triesTheAddressAnywayWhenWhatIsThereCannotBeRead() {
        shop.answers("{\"code\":\"508\"}").answers("{\"code\":200}").answers(registered(Shop.WEBHOOK.toString()));

        assertThat(register(Shop.WEBHOOK)).isInstanceOf(Registration.Registered.class);
    }

    @Test
    void triesLaterWhenHappytalkIsDown() {
        shop.answers(500, "oops");

        assertThat(register(Shop.WEBHOOK))
                .isEqualTo(new Registration.Failed(true, "Happytalk's answer has no code (HTTP 500)."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|Happytalk does not allow this to 'client-id'. (code 403)",
                "507|The sender profile is not valid. Check 'sender-key'. (code 507)",
                "508|Happytalk has no data for this channel. (code 508)",
                "509|The channel is not in a state in which this can be done. (code 509)",
                "510|A button is not valid. (code 510)",
                "514|The KakaoTalk channel has to be verified as a business first. (code 514)",
                "515|There is no consultation profile for this channel. (code 515)",
                "516|There is no contract for consultation. (code 516)",
                "517|The sender profile was not found. Check 'sender-key'. (code 517)",
                "520|A system message is not valid. (code 520)",
                "805|The sender profile is barred from registration. (code 805)",
                "810|The sender profile is barred from registration. (code 810)",
                "811|Happytalk is barred from registering sender profiles. (code 811)",
                "4060|The channel is tied to another chat tool. Detach it there first: KakaoTalk allows one. (code 4060)",
                "-500|Happytalk does not accept 'client-id' and 'client-secret'. (code -500)",
                "99|Happytalk reports a failure. (code 99)"
            })
    void saysWhatEachCodeOfTheCenterMeans(String code, String sentence) {
        shop.answers(NOTHING).answers("{\"code\":\"" + code + "\"}");

        assertThat(firstStep(register(Shop.WEBHOOK)))
                .isEqualTo("Happytalk did not set the address by itself: " + sentence);
    }

    private static String firstStep(Registration registration) {
        assertThat(registration).isInstanceOf(Registration.ByHand.class);
        return ((Registration.ByHand) registration).steps().get(0).what();
    }
}
