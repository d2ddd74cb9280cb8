package dev.byoc.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.Secret;
import dev.byoc.internal.media.MediaTokens.Ticket;
import dev.byoc.message.Media;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaTokensTest {
    private static final Media FILE =
            Media.of("https://files.example/private?sig=abc", "\uACAC\uC801 (1).pdf", "application/pdf", 1_234);

    private static final Ticket TICKET = new Ticket(FILE, true);

    private final MovableClock clock = new MovableClock();
    private final MediaTokens tickets = tickets("a secret that is kept");

    private MediaTokens tickets(String secret) {
        return new MediaTokens(URI.create("https://chat.example.com/byoc"), Secret.of(secret), clock);
    }

    private static String[] steps(URI address) {
        return address.toString()
                .substring("https://chat.example.com/byoc/media/".length())
                .split("/", -1);
    }

    @Test
    void addressHoldsTheFileAndShowsNothingOfIt() {
        URI address = tickets.address(TICKET);
        String[] steps = steps(address);

        assertThat(tickets.read(steps[0], steps[1])).isEqualTo(TICKET);
        assertThat(tickets.behind(address.toString())).isEqualTo(TICKET);
        assertThat(steps[1]).isEqualTo("1.pdf");
        assertThat(address.toString()).matches("[A-Za-z0-9:/._-]+").doesNotContain("files.example");
    }

    @Test
    void addressHoldsAfterARestartAndOnAnotherHost() {
        String[] steps = steps(tickets.address(TICKET));

        assertThat(tickets("a secret that is kept").read(steps[0], steps[1])).isEqualTo(TICKET);
    }

    @Test
    void addressOfAnotherRelayIsNoTicket() {
        String[] steps = steps(tickets("another secret").address(TICKET));

        assertThat(tickets.read(steps[0], steps[1])).isNull();
    }

    @Test
    void ticketLapsesAfterADay() {
        String[] steps = steps(tickets.address(TICKET));

        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(tickets.read(steps[0], steps[1])).isNotNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tickets.read(steps[0], steps[1])).isNull();
    }

    @Test
    void noChangeOfATicketIsTaken() {
        String[] steps = steps(tickets.address(TICKET));
        String token = steps[0];

        assertThat(tickets.read(token, "1.exe")).isNull();
        assertThat(tickets.read(token, "")).isNull();
        assertThat(tickets.read("", steps[1])).isNull();
        assertThat(tickets.read("!", steps[1])).isNull();
        assertThat(tickets.read("AAAA", steps[1])).isNull();
        // Not the last one: its lowest bits may carry nothing.
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tickets.read(changed, steps[1])).as("changed at %d", i).isNull();
        }
    }

    @Test
    void noTwoAddressesAreAlike() {
        assertThat(tickets.address(TICKET)).isNotEqualTo(tickets.address(TICKET));
    }

    @Test
    void addressOfAStrangersFileStaysAStrangers() {
        Ticket strangers = new Ticket(FILE, false);

        assertThat(tickets.behind(tickets.address(strangers).toString())).isEqualTo(strangers);
    }
}
