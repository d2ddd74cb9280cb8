package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.at;
import static dev.byoc.testkit.store.StoreUnderTest.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store knows of conversations that have to be read after a gap in the webhooks, and of messages that it has met. */
interface CatchUpContract extends StoreUnderTest {
    Instant GAP = at("08:00:00");
    Instant LONG_AGO = at("00:00:00");

    private void links(LinkChange... changes) {
        store().journal().append(List.of(), List.of(changes), PausedLanes.NONE);
    }

    private void active(String customer, String time) {
        links(
                new LinkChange.Conversation("x", customer, "of " + customer, null, "m"),
                new LinkChange.Active("x", customer, at(time)));
    }

    private List<String> toRead(Instant gap, Instant since, int most) {
        return store().customers().notCaughtUp(gap, since, most).stream()
                .map(Link::customer)
                .toList();
    }

    @Test
    default void conversationsToReadComeWithTheLatestActivityFirst() {
        active("anna", "07:00:00");
        active("minho", "09:00:00");
        active("boris", "05:00:00");

        assertThat(toRead(GAP, LONG_AGO, 10)).containsExactly("minho", "anna", "boris");
        assertThat(toRead(GAP, LONG_AGO, 2)).containsExactly("minho", "anna");
        assertThat(present(store().customers().link("x", "anna")).activeAt()).isEqualTo(at("07:00:00"));
    }

    @Test
    default void conversationThatWasReadForAGapIsReadAgainForALaterOneOnly() {
        active("anna", "07:00:00");
        links(new LinkChange.CaughtUp("x", "anna", GAP));

        assertThat(present(store().customers().link("x", "anna")).caughtUpTo()).isEqualTo(GAP);
        assertThat(toRead(GAP, LONG_AGO, 10)).isEmpty();
        assertThat(toRead(GAP.plusMillis(1), LONG_AGO, 10)).containsExactly("anna");
    }

    @Test
    default void resolvedConversationIsNotReadUntilItIsOpenedAgain() {
        active("anna", "07:00:00");
        links(new LinkChange.State("of anna", true, at("07:30:00")));
        assertThat(toRead(GAP, LONG_AGO, 10)).isEmpty();
        assertThat(store().customers().inactive(GAP, at("23:00:00"))).isZero();

        links(new LinkChange.State("of anna", false, at("07:40:00")));
        assertThat(toRead(GAP, LONG_AGO, 10)).containsExactly("anna");
    }

    @Test
    default void whatWasNotActiveForLongIsCountedAndNotListed() {
        active("anna", "07:00:00");
        active("minho", "03:00:00");
        links(new LinkChange.Conversation("x", "boris", "of boris", null, "m"), new LinkChange.User("x", "clara", "u"));

        assertThat(toRead(GAP, at("07:00:00"), 10)).containsExactly("anna");
        assertThat(store().customers().inactive(GAP, at("07:00:00")))
                .as("minho and boris; clara has no conversation")
                .isEqualTo(2);
    }

    @Test
    default void customerWhoWasForgottenIsNotMadeAgainByAReadingThatEndsLater() {
        active("anna", "07:00:00");
        store().forget("x", "anna", List.of(new Lane(Direction.INBOUND, "x", "anna")));

        links(
                new LinkChange.CaughtUp("x", "anna", GAP),
                new LinkChange.Active("x", "anna", at("09:00:00")),
                new LinkChange.CaughtUp("x", "nobody", GAP));

        assertThat(store().customers().link("x", "anna")).isNull();
        assertThat(store().customers().link("x", "nobody")).isNull();
    }

    @Test
    default void whatReadingsFoundIsTakenOnceTheEarliestFirst() {
        active("anna", "07:00:00");
        active("minho", "07:00:00");
        links(new LinkChange.WasRead("x", "minho", "2"), new LinkChange.WasRead("x", "anna", "1 \\ \0 of \ud83d"));
        links(new LinkChange.WasRead("x", "minho", "3"));

        assertThat(store().customers().takeReadings()).containsExactly("2", "1 \\ \0 of \ud83d", "3");
        assertThat(store().customers().takeReadings()).isEmpty();
    }

    @Test
    default void whatAReadingFoundIsStoredWithTheEntryItEnds() {
        active("anna", "07:00:00");
        Claim claim = append("a", "1").claims().get(0);
        store().journal().finish(claim, End.DISCARDED, "", Change.NONE.link(new LinkChange.WasRead("x", "anna", "1")));

        assertThatThrownBy(() -> store().journal()
                        .finish(
                                claim,
                                End.DISCARDED,
                                "",
                                Change.NONE.link(new LinkChange.WasRead("x", "anna", "again"))))
                .isInstanceOf(LostClaimException.class);

        assertThat(store().customers().takeReadings()).containsExactly("1");
    }

    @Test
    default void whatWasReadOfACustomerIsForgottenWithThem() {
        active("anna", "07:00:00");
        active("minho", "07:00:00");
        links(new LinkChange.WasRead("x", "anna", "1"), new LinkChange.WasRead("x", "minho", "2"));
        store().forget("x", "anna", List.of());
        links(new LinkChange.WasRead("x", "anna", "late"), new LinkChange.WasRead("x", "nobody", "3"));

        assertThat(store().customers().takeReadings()).containsExactly("2");
    }

    @Test
    default void activityAndReadingLeaveTheRestOfALinkAsItWas() {
        active("anna", "07:00:00");
        links(new LinkChange.Posted("x", "anna", "m2", null), new LinkChange.CaughtUp("x", "anna", GAP));
        links(new LinkChange.Conversation("x", "anna", "another", "78", "m3"));

        Link anna = present(store().customers().link("x", "anna"));
        assertThat(anna.lastRef()).isEqualTo("m3");
        assertThat(anna.activeAt()).isEqualTo(at("07:00:00"));
        assertThat(anna.caughtUpTo()).isEqualTo(GAP);
    }

    @Test
    default void timesOfStoredKeysAreToldByDirectionWhetherOpenDoneOrDead() {
        Instant first = clock().instant();
        append("a", "in");
        Claim out = store().journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.OUTBOUND, "x", "a"), "message:1", new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE)
                .claims()
                .get(0);
        clock().advance(Duration.ofSeconds(5));
        store().journal()
                .append(
                        List.of(new NewEntry(
                                new Lane(Direction.OUTBOUND, "x", "a"), "message:2", new byte[] {1}, "too old")),
                        List.of(),
                        PausedLanes.NONE);
        store().journal().finish(out, End.DONE, "", Change.NONE);

        assertThat(store().journal()
                        .storedAt(Direction.OUTBOUND, List.of("message:1", "message:2", "message:3", "in", "a\0b")))
                .isEqualTo(Map.of("message:1", first, "message:2", first.plusSeconds(5)));
        assertThat(store().journal().storedAt(Direction.OUTBOUND, List.of())).isEmpty();
    }

    @Test
    default void moreKeysThanOneStatementTakesAreLookedUp() {
        append("a", "in");
        List<String> many = IntStream.range(0, 350)
                .mapToObj(i -> i == 320 ? "in" : "no " + i)
                .toList();

        assertThat(store().journal().storedAt(Direction.INBOUND, many)).containsOnlyKeys("in");
    }

    @Test
    default void messagesThatTheRelayPostedItselfAreKnownByTheirIds() {
        Instant now = clock().instant();
        store().journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE.ref("posted-1"));
        store().journal().finish(append("a", "2").claims().get(0), End.DONE, "", Change.NONE.posted("note-1"));

        assertThat(store().references().postedAt(List.of("posted-1", "note-1", "of an agent")))
                .isEqualTo(Map.of("posted-1", now, "note-1", now));
    }
}
