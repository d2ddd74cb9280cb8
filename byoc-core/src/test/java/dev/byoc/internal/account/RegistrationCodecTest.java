package dev.byoc.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationCodecTest {
    private static final URI HERE = URI.create("https://chat.example.com/byoc/main/secret");

    static Stream<Registration> outcomes() {
        return Stream.of(
                new Registration.Registered("tried \"it\""),
                new Registration.ByHand(
                        List.of(new Registration.Step("열기", null), new Registration.Step("Paste:", Secret.of("a\nb")))),
                new Registration.ByHand(List.of()),
                new Registration.Occupied("https://other.example.com/"),
                new Registration.Failed(true, "no answer"),
                new Registration.Failed(false, "no"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyOutcomeIsReadAsItWasWritten(Registration outcome) {
        assertThat(RegistrationCodec.read(RegistrationCodec.write(outcome, HERE), HERE))
                .isEqualTo(outcome);
    }

    @Test
    void anOutcomeForAnotherAddressSaysNothingAboutThisOne() {
        String written = RegistrationCodec.write(new Registration.Registered(""), HERE);

        assertThat(RegistrationCodec.read(written, URI.create("https://new.example.com/byoc/main/secret")))
                .isNull();
    }

    @Test
    void nothingWrittenIsNoOutcome() {
        assertThat(RegistrationCodec.read(null, HERE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RegistrationCodec.NONE,
                "",
                "not JSON",
                "[]",
                "{\"url\":\"https://chat.example.com/byoc/main/secret\"}",
                "{\"url\":\"https://chat.example.com/byoc/main/secret\",\"outcome\":\"Later\"}"
            })
    void whatIsNotKnownIsNoOutcome(String text) {
        assertThat(RegistrationCodec.read(text, HERE)).isNull();
    }
}
