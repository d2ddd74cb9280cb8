package dev.byoc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Quote;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InboundTest {
    private static final Quote ABOUT = new Quote("m-1", "their words before", "their name");
    private static final Content WORDS = new Content.Text("their words now");

    static Stream<Inbound> saidByCustomers() {
        Customer customer = Customer.builder("c-1").name("their name").build();
        return Stream.of(
                Inbound.MessageReceived.builder("e-1", customer, Instant.EPOCH)
                        .content(WORDS)
                        .quote(ABOUT)
                        .build(),
                new Inbound.Edited("e-1", customer, Instant.EPOCH, ABOUT, List.of(WORDS)),
                new Inbound.Reacted("e-1", "c-1", Instant.EPOCH, ABOUT, "their word for it", false));
    }

    @ParameterizedTest
    @MethodSource("saidByCustomers")
    void whatCustomersSayIsNotInWhatIsLogged(Inbound event) {
        assertThat(event.toString()).contains("e-1", "c-1").doesNotContain("their");
    }
}
