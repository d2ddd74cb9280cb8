package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Row HI = new Row("Viber", "Anna", "text", "Hi");
    private static final Row BYE = new Row("Viber", "Anna", "text", "Bye");
    private static final Row OTHER = new Row("Freshchat", "Boris", "user", "Hello");

    @Test
    void sameRowsDoNotDiffer() {
        assertThat(differences(List.of(HI, OTHER, BYE), List.of(HI, OTHER, BYE)))
                .isEmpty();
    }

    @Test
    void orderOfDifferentConversationsDoesNotCount() {
        assertThat(differences(List.of(OTHER, HI, BYE), List.of(HI, BYE, OTHER)))
                .isEmpty();
    }

    @Test
    void orderWithinAConversationCounts() {
        assertThat(differences(List.of(BYE, HI), List.of(HI, BYE)))
                .containsExactly("Viber, Anna: out of order, text \"Bye\" where text \"Hi\" should be");
    }

    @Test
    void missingRowIsNamed() {
        assertThat(differences(List.of(HI), List.of(HI, BYE))).containsExactly("Viber, Anna: missing text \"Bye\"");
    }

    @Test
    void secondCopyOfARowIsTooMany() {
        assertThat(differences(List.of(HI, HI), List.of(HI))).containsExactly("Viber, Anna: too many text \"Hi\"");
    }

    @Test
    void unexpectedConversationIsTooMany() {
        assertThat(differences(List.of(HI, OTHER), List.of(HI)))
                .containsExactly("Freshchat, Boris: too many user \"Hello\"");
    }

    @Test
    void rowOfAnotherKindIsNotTheSame() {
        Row shown = new Row("Freshchat", "Boris", "agent", "10 % off");
        Row hidden = new Row("Freshchat", "Boris", "agent note", "10 % off");

        assertThat(differences(List.of(shown), List.of(hidden)))
                .containsExactly(
                        "Freshchat, Boris: missing agent note \"10 % off\"",
                        "Freshchat, Boris: too many agent \"10 % off\"");
    }

    @Test
    void differenceOfATextWithLinesIsOneLine() {
        assertThat(differences(List.of(), List.of(new Row("Viber", "Anna", "text", "one\ntwo"))))
                .containsExactly("Viber, Anna: missing text \"one\\ntwo\"");
    }

    private static List<String> differences(List<Row> found, List<Row> expected) {
        return new Ledger(found).differencesFrom(new Ledger(expected));
    }
}
