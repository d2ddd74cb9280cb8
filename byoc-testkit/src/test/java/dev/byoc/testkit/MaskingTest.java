package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.support.Masking;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a network says is shown without what is secret of the account that it says it of. */
class MaskingTest {
    private static final ConfigSpec SPEC =
            ConfigSpec.none().secrets("token", "the token").optional("name", "", "a name");

    private final TestContext context = TestContext.builder(SPEC)
            .setting("token", "token-0123456789, old-token-0123456789")
            .setting("name", "Shop")
            .webhookUrl(URI.create("https://relay.example.test/byoc/shop/path-secret-0123456789"))
            .webhookSecrets(List.of(Secret.of("webhook-secret-0123456789")))
            .build();
    private final Masking masking = new Masking(context, "token");

    @Test
    void noSecretOfTheAccountIsShown() {
        assertThat(masking.shown(
                        "GET /bottoken-0123456789/send of Shop: old-token-0123456789, webhook-secret-0123456789,"
                                + " https://relay.example.test/byoc/shop/path-secret-0123456789?a=1"))
                .isEqualTo("GET /bot***/send of Shop: ***, ***, https://relay.example.test/byoc/shop/***?a=1");
    }

    @Test
    void secretThatIsTheHeadOfAnotherLeavesNothingOfIt() {
        TestContext nested = TestContext.builder(SPEC)
                .setting("token", "0123456789, 0123456789abcdef")
                .build();

        assertThat(new Masking(nested, "token").shown("a 0123456789abcdef b")).isEqualTo("a *** b");
    }

    @Test
    void wordsAreOneLineOfALengthThatFitsANote() {
        assertThat(masking.shown("two\nlines")).isEqualTo("two lines");
        assertThat(masking.shown("a".repeat(1000))).hasSize(300);
    }

    @Test
    void shortPartOfTheAddressIsAnOrdinaryWord() {
        TestContext plain = TestContext.builder(SPEC)
                .setting("token", "token-0123456789")
                .webhookUrl(URI.create("https://relay.example.test/byoc/hook"))
                .build();

        assertThat(new Masking(plain, "token").shown("the hook failed")).isEqualTo("the hook failed");
    }
}
