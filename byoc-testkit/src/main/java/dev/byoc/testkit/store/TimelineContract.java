package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.present;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.References.Receipt;
import dev.byoc.store.spi.References.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store tells of a message: receipts and timelines; and that nothing is left of a customer who is forgotten. */
interface TimelineContract extends StoreUnderTest {
    @Test
    default void receiptIsKnownByItsMessageWithinItsAccount() {
        Receipt delivered = new Receipt("DELIVERED", "");

        store().references().noteReceipts("x", List.of(new Told("net-1", delivered)));

        assertThat(store().references().receipt("x", "net-1")).isEqualTo(delivered);
        assertThat(store().references().receipt("y", "net-1")).isNull();
        assertThat(store().references().receipt("x", "net-2")).isNull();
    }

    @Test
    default void lastReceiptOfAMessageCountsAlsoWithinOneMillisecond() {
        List<Receipt> told = List.of(
                new Receipt("SEEN", ""), new Receipt("DELIVERED", ""), new Receipt("FAILED", "number not in use"));
        store().references()
                .noteReceipts(
                        "x", told.stream().map(each -> new Told("net-1", each)).toList());

        assertThat(store().references().receipt("x", "net-1")).isEqualTo(told.get(2));
    }

    @Test
    default void sameReceiptAgainChangesNothing() {
        Receipt failed = new Receipt("FAILED", "number not in use");
        store().references().noteReceipts("x", List.of(new Told("net-1", failed)));
        store().references().noteReceipts("x", List.of(new Told("net-1", failed)));

        assertThat(store().references().receipt("x", "net-1")).isEqualTo(failed);
    }

    @Test
    default void timelineTellsStepsInOrderWithTheEnd() {
        Claim claim = put(ANNA_OUT, "reply");
        clock().advance(Duration.ofSeconds(1));
        store().journal().release(claim, Duration.ZERO, true, Change.NONE.trace("try later", "HTTP 503"));
        clock().advance(Duration.ofSeconds(1));
        Claim again =
                store().journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);
        clock().advance(Duration.ofSeconds(1));
        store().journal()
                .finish(
                        again,
                        End.DONE,
                        "",
                        Change.NONE.parts(Map.of(0, List.of("net-1"))).ref("fc-1"));

        List<Timeline> byKey = store().journal().timeline(Set.of("reply"), "-");

        assertThat(byKey).singleElement().satisfies(timeline -> {
            assertThat(timeline.account()).isEqualTo("x");
            assertThat(timeline.direction()).isEqualTo(Direction.OUTBOUND);
            assertThat(timeline.state()).isEqualTo(Timeline.State.DONE);
            assertThat(timeline.steps())
                    .extracting(Timeline.Step::what)
                    .containsExactly("stored", "try later", "part taken", "done");
            assertThat(timeline.steps()).extracting(Timeline.Step::at).isSorted();
        });
        assertThat(store().journal().timeline(Set.of(), "net-1")).isEqualTo(byKey);
        assertThat(store().journal().timeline(Set.of(), "fc-1")).isEqualTo(byKey);
        assertThat(store().journal()
                        .timeline(Set.of(), String.valueOf(claim.entry().id())))
                .isEqualTo(byKey);
        assertThat(store().journal().timeline(Set.of(), "99999999999999999999999"))
                .isEmpty();
    }

    @Test
    default void timelinesOfLanesAreThoseStoredLastTheNewestFirst() {
        store().journal().finish(put(ANNA_IN, "done"), End.DONE, "", Change.NONE);
        bury(ANNA_IN, "dead", "refused");
        store().journal().finish(put(ANNA_OUT, "reply"), End.DISCARDED, "nothing to do", Change.NONE);
        append("minho", "his");
        append("anna", "open");
        List<Lane> hers = List.of(ANNA_IN, ANNA_OUT, new Lane(Direction.INBOUND, "x", "never used"));

        List<Timeline> all = store().journal().timelines(hers, 10);

        assertThat(all).extracting(Timeline::eventKey).containsExactly("open", "reply", "dead", "done");
        assertThat(all.get(2))
                .isEqualTo(store().journal().timeline(Set.of("dead"), "-").get(0));
        assertThat(store().journal().timelines(hers, 2)).isEqualTo(all.subList(0, 2));
        assertThat(store().journal().timelines(List.of(ANNA_OUT), 10)).isEqualTo(all.subList(1, 2));
        assertThat(store().journal().timelines(List.of(), 10)).isEmpty();
    }

    @Test
    default void timelineOfAnOpenEntrySaysWhetherItIsBegun() {
        put(ANNA_IN, "begun");
        append("anna", "waits");

        assertThat(store().journal().timeline(Set.of("begun"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.STARTED);
        assertThat(store().journal().timeline(Set.of("waits"), "-"))
                .extracting(Timeline::state)
                .containsExactly(Timeline.State.READY);
    }

    @Test
    default void forgottenCustomerLeavesNoContentAndNoLinkAndOthersKeepTheirs() {
        store().journal()
                .append(
                        List.of(),
                        List.of(
                                new LinkChange.Conversation("x", "anna", "c1", "77", "m1"),
                                new LinkChange.Handle("x", "anna", new ReplyHandle("session", false, null)),
                                new LinkChange.Conversation("x", "minho", "c2", null, "m2")),
                        PausedLanes.NONE);
        long dead = bury(ANNA_IN, "dead", "refused");
        Claim underWay = put(ANNA_OUT, "under way");
        append("anna", "open").claims();
        append("minho", "his");

        int erased = store().forget("x", "anna", List.of(ANNA_IN, ANNA_OUT));

        assertThat(erased).isEqualTo(3);
        assertThat(store().customers().link("x", "anna")).isNull();
        assertThat(store().customers().byConversation("c1")).isNull();
        assertThat(store().customers().byConversation("77")).isNull();
        assertThat(present(store().customers().byConversation("c2")).customer()).isEqualTo("minho");
        assertThat(store().deadLetters().find(DeadLetterFilter.ALL, 10)).isEmpty();
        assertThat(store().deadLetters()
                        .replay(dead, ReplayMode.ALLOW_DUPLICATE)
                        .outcome())
                .isEqualTo(ReplayResult.NOT_DEAD);
        assertThat(store().journal().isIdle(ANNA_IN)).isTrue();
        assertThat(store().journal().isIdle(ANNA_OUT)).isTrue();
        assertThat(store().journal().holds(underWay)).isFalse();
        assertThat(store().counters().open()).isEqualTo(1);
        assertThat(append("anna", "open").fresh()).as("its key stays known").containsExactly(false);
        assertThat(append("anna", "new").claims()).hasSize(1);
    }
}
