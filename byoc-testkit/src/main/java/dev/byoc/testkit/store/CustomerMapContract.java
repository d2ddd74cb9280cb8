package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.at;
import static dev.byoc.testkit.store.StoreUnderTest.present;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store knows of customers' users, conversations and reply handles. */
interface CustomerMapContract extends StoreUnderTest {
    @Test
    default void resolveCountsOnlyIfItIsNewerThanTheLastState() {
        link(new LinkChange.Conversation("x", "anna", "c1", "77", "m1"));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.State("77", false, at("09:59:59")));

        assertThat(present(store().customers().link("x", "anna")).resolvedAt()).isEqualTo(at("10:00:00"));

        link(new LinkChange.State("77", false, at("10:00:01")));
        assertThat(present(store().customers().link("x", "anna")).resolvedAt()).isNull();
    }

    @Test
    default void messageThatWasPostedOpensItsConversationAndNoOlderResolveCounts() {
        link(new LinkChange.Conversation("x", "anna", "c1", "77", "m1"));
        link(new LinkChange.State("c1", true, at("10:00:00")));

        link(new LinkChange.Posted("x", "anna", "m2", at("09:59:59")));
        assertThat(present(store().customers().link("x", "anna")).resolvedAt()).isEqualTo(at("10:00:00"));

        link(new LinkChange.Posted("x", "anna", "m3", at("10:00:02")));
        link(new LinkChange.State("77", true, at("10:00:01")));
        link(new LinkChange.Posted("x", "anna", "m4", null));

        Link anna = present(store().customers().link("x", "anna"));
        assertThat(anna.resolvedAt()).isNull();
        assertThat(anna.stateAt()).isEqualTo(at("10:00:02"));
        assertThat(anna.lastRef()).isEqualTo("m4");
    }

    @Test
    default void replacedConversationStillLeadsToItsCustomerButItsResolveDoesNotCount() {
        link(new LinkChange.Conversation("x", "anna", "c1", null, "m1"));
        link(new LinkChange.Conversation("x", "anna", "c2", null, "m2"));
        link(new LinkChange.State("c1", true, at("10:00:00")));

        assertThat(present(store().customers().byConversation("c1")).customer()).isEqualTo("anna");
        assertThat(present(store().customers().link("x", "anna")).resolvedAt()).isNull();
    }

    @Test
    default void whatTheCreationOfAConversationAnsweredCountsMoreThanWhatAnEventHasShown() {
        link(new LinkChange.Seen("x", "anna", "c1", null));
        assertThat(present(store().customers().link("x", "anna")).conversation())
                .isEqualTo("c1");

        link(new LinkChange.Conversation("x", "anna", "c2", "78", "m2"));
        link(new LinkChange.Seen("x", "anna", "c1", "77"));

        Link anna = present(store().customers().link("x", "anna"));
        assertThat(anna.conversation()).isEqualTo("c2");
        assertThat(anna.conversationNumber()).isEqualTo("78");
        assertThat(anna.lastRef()).isEqualTo("m2");
        assertThat(store().customers().byConversation("c1")).isEqualTo(anna);
        assertThat(store().customers().byConversation("77")).isEqualTo(anna);
    }

    @Test
    default void otherIdThatAnEventShowsIsLearnt() {
        link(new LinkChange.Conversation("x", "anna", "c1", null, "m1"));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.Seen("x", "anna", "c1", "77"));

        Link anna = present(store().customers().byConversation("77"));
        assertThat(anna.conversationNumber()).isEqualTo("77");
        assertThat(anna.lastRef()).isEqualTo("m1");
        assertThat(anna.resolvedAt()).isEqualTo(at("10:00:00"));
        link(new LinkChange.State("77", false, at("10:00:01")));
        assertThat(present(store().customers().link("x", "anna")).resolvedAt()).isNull();
    }

    /** An agent may have answered and resolved before the creation's own answer came. */
    @Test
    default void resolveThatOvertookTheAnswerOfTheCreationStays() {
        link(new LinkChange.Seen("x", "anna", "c1", null));
        link(new LinkChange.State("c1", true, at("10:00:00")));
        link(new LinkChange.Conversation("x", "anna", "c1", "77", "m1"));

        assertThat(present(store().customers().link("x", "anna")).resolvedAt()).isEqualTo(at("10:00:00"));
        assertThat(present(store().customers().link("x", "anna")).conversationNumber())
                .isEqualTo("77");
    }

    @Test
    default void userLeadsToTheCustomer() {
        link(new LinkChange.User("x", "anna", "u1"));
        link(new LinkChange.User("y", "minho", "u2"));

        assertThat(present(store().customers().byUser("u1")).customer()).isEqualTo("anna");
        assertThat(present(store().customers().byUser("u2")).account()).isEqualTo("y");
        assertThat(store().customers().byUser("u3")).isNull();
        assertThat(store().customers().byConversation("u1")).isNull();
        store().forget("x", "anna", List.of());
        assertThat(store().customers().byUser("u1")).isNull();
    }

    @Test
    default void endedHandleDoesNotTakeANewerOneAway() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("old", false, null)));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("new", false, null)));
        link(new LinkChange.HandleSpent("x", "anna", "old"));

        assertThat(present(present(store().customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("new");
    }

    @Test
    default void whatCameWithARepeatedEntryDoesNotUndoWhatHappenedSince() {
        NewEntry message = new NewEntry(new Lane(Direction.INBOUND, "x", "anna"), "1", new byte[] {1})
                .with(List.of(new LinkChange.Handle("x", "anna", new ReplyHandle("once", true, at("10:01:00")))));
        store().journal().append(List.of(message), List.of(), PausedLanes.NONE);
        assertThat(present(present(store().customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("once");
        link(new LinkChange.HandleSpent("x", "anna", "once"));

        store().journal().append(List.of(message), List.of(), PausedLanes.NONE);

        assertThat(present(store().customers().link("x", "anna")).handle()).isNull();
    }

    @Test
    default void whatCameWithAFurtherEntryCounts() {
        NewEntry further = new NewEntry(new Lane(Direction.INBOUND, "x", "anna"), "2", new byte[] {1})
                .with(List.of(new LinkChange.Handle("x", "anna", new ReplyHandle("open", false, null))));

        store().journal().finish(append("a", "1").claims().get(0), End.DONE, "", Change.NONE.entry(further));

        assertThat(present(present(store().customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("open");
    }

    @Test
    default void handleOfAnEarlierMessageThatComesLateDoesNotTakeTheNewersPlace() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("new", false, at("10:00:00"))));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("old", false, at("09:59:59"))));
        assertThat(present(present(store().customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("new");

        link(new LinkChange.HandleSpent("x", "anna", "new"));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("again", false, at("09:59:59"))));
        assertThat(present(present(store().customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("again");
    }

    @Test
    default void handleThatServesOnceTakesTheLastOnesPlaceWhateverTheClockSays() {
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("first", true, at("10:00:00"))));
        link(new LinkChange.Handle("x", "anna", new ReplyHandle("second", true, at("09:59:59"))));

        assertThat(present(present(store().customers().link("x", "anna")).handle())
                        .value())
                .isEqualTo("second");
    }
}
