package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.References;
import dev.byoc.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a relay leaves in its store when it ends, and what a later start has to find there. */
final class StoredWork {
    static final String SCOPE = "upgraded";
    private static final Checkpoint CHECKPOINT = new Checkpoint(true, new byte[] {1, 0, -1});

    private final SettableClock clock;
    private final ReplyHandle handle;

    StoredWork(SettableClock clock) {
        this.clock = clock;
        this.handle = new ReplyHandle("session", true, clock.instant().plusSeconds(60));
    }

    static NewEntry entry(String party, String key) {
        return new NewEntry(new Lane(Direction.INBOUND, "x", party), key, new byte[] {1, 2, 3});
    }

    /** Work in every state, in a store that is open. */
    void fill(JdbcStore store) {
        store.settings().put("secret", "kept");
        store.journal()
                .append(
                        List.of(),
                        List.of(
                                new LinkChange.User("x", "anna", "user-1"),
                                new LinkChange.Conversation("x", "anna", "conversation-1", "77", "message-1"),
                                new LinkChange.Handle("x", "anna", handle),
                                new LinkChange.User("x", "민호\0", "user-2")),
                        PausedLanes.NONE);
        Claim done = claim(store, new NewEntry(new Lane(Direction.OUTBOUND, "x", "anna"), "sent", new byte[] {1}));
        store.journal().release(done, Duration.ZERO, true, Change.NONE.trace("try later", "HTTP 503"));
        clock.advance(Duration.ofMillis(1));
        done = store.journal().claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);
        store.journal()
                .finish(
                        done,
                        End.DONE,
                        "",
                        Change.NONE.parts(Map.of(0, List.of("net-1"))).ref("sent-1"));
        store.references()
                .noteReceipts(
                        "x", List.of(new References.Told("net-1", new References.Receipt("DELIVERED", "a detail"))));
        store.journal().finish(claim(store, entry("anna", "done")), End.DONE, "", Change.NONE.posted("note-1"));
        store.journal().finish(claim(store, entry("anna", "dead")), End.DEAD, "refused", Change.NONE);
        store.journal().release(claim(store, entry("later", "later")), Duration.ofMinutes(4), true, Change.NONE);
        Claim unsettled = claim(store, entry("minho", "unsettled"));
        store.journal()
                .release(
                        unsettled,
                        Duration.ZERO,
                        true,
                        Change.NONE.checkpoint(CHECKPOINT).parts(Map.of(0, List.of("net-2"))));
        Claim underWay = claim(store, entry("anna", "under way"));
        store.journal().append(List.of(entry("anna", "waits")), List.of(), PausedLanes.NONE);
        if (!store.journal().holds(underWay)
                || store.journal().timeline(Set.of("waits"), "-").isEmpty()) {
            throw new IllegalStateException("it was not written");
        }
    }

    static Claim claim(JdbcStore store, NewEntry entry) {
        return store.journal()
                .append(List.of(entry), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
    }

    /** All of it is stored, and is relayed. */
    void goesOn(JdbcStore store) {
        assertThat(store.counters().open()).isEqualTo(4);
        assertThat(store.counters().figures()).hasSize(2).allSatisfy(each -> {
            boolean in = each.direction() == Direction.INBOUND;
            assertThat(each.account()).isEqualTo("x");
            assertThat(each.open()).isEqualTo(in ? 4 : 0);
            assertThat(each.deadLetters()).isEqualTo(in ? 1 : 0);
            assertThat(each.oldestOpen() != null).isEqualTo(in);
            assertThat(each.lastStored()).isNotNull();
            assertThat(each.lastRelayed()).isNotNull();
        });
        assertThat(store.settings().get("secret")).isEqualTo("kept");
        assertThat(store.customers().link("x", "anna")).satisfies(link -> {
            assertThat(link.userId()).isEqualTo("user-1");
            assertThat(link.conversation()).isEqualTo("conversation-1");
            assertThat(link.conversationNumber()).isEqualTo("77");
            assertThat(link.lastRef()).isEqualTo("message-1");
            assertThat(link.handle()).isEqualTo(handle);
        });
        assertThat(store.customers().byConversation("77").customer()).isEqualTo("anna");
        assertThat(store.customers().link("x", "민호\0").userId()).isEqualTo("user-2");
        assertThat(store.references().receipt("x", "net-1")).isEqualTo(new References.Receipt("DELIVERED", "a detail"));
        assertThat(store.references().wasPosted("note-1")).isTrue();
        assertThat(store.journal().timeline(Set.of(), "net-1"))
                .flatExtracting(Timeline::steps)
                .extracting(Timeline.Step::what)
                .containsExactly("stored", "try later", "part taken", "receipt", "done");
        for (String key : List.of("done", "dead", "under way", "waits", "later", "unsettled")) {
            assertThat(store.journal()
                            .append(List.of(entry("anna", key)), List.of(), PausedLanes.NONE)
                            .fresh())
                    .as(key)
                    .containsExactly(false);
        }

        clock.advance(Duration.ofSeconds(1));
        List<Claim> due = store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(due)
                .extracting(claim -> claim.entry().eventKey())
                .containsExactlyInAnyOrder("under way", "unsettled");
        Claim underWay = due.stream()
                .filter(claim -> claim.entry().eventKey().equals("under way"))
                .findFirst()
                .orElseThrow();
        assertThat(underWay.entry().checkpoint().unsettled()).isTrue();
        assertThat(underWay.entry().body()).containsExactly(1, 2, 3);
        assertThat(store.journal().finish(underWay, End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("waits");
        Claim unsettled = due.get(due.indexOf(underWay) == 0 ? 1 : 0);
        assertThat(unsettled.entry().checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(unsettled.entry().partsDone()).containsOnlyKeys(0);
        clock.advance(Duration.ofMinutes(5));
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.entry().eventKey()).isEqualTo("later");
                    assertThat(claim.entry().tries()).isEqualTo(1);
                });

        DeadLetter dead = store.deadLetters().find(DeadLetterFilter.ALL, 10).get(0);
        assertThat(dead.reason()).isEqualTo("refused");
        assertThat(store.deadLetters()
                        .replay(dead.id(), ReplayMode.REFUSE_DUPLICATE)
                        .outcome())
                .isEqualTo(ReplayResult.REPLAYED);
        assertThat(store.journal()
                        .append(List.of(entry("new", "new")), List.of(), PausedLanes.NONE)
                        .claims())
                .hasSize(1);
    }
}
