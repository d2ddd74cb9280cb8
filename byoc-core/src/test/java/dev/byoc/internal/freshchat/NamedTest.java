package dev.byoc.internal.freshchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedTest {
    private static final List<Named> ALL = List.of(
            new Named("1", "Sales"),
            new Named("2", "2nd level"),
            new Named("3", "1"),
            new Named("4", "2nd Level\u200B"),
            new Named("5", null));

    @Test
    void anIdComesBeforeANameOfTheSameLetters() {
        assertThat(Named.find("1", ALL)).containsExactly("1");
    }

    @Test
    void aNameIsFoundInEitherCaseAndWhateverIsAroundIt() {
        assertThat(Named.find("\u200B sALES ", ALL)).containsExactly("1");
    }

    @Test
    void allOfOneNameAreFound() {
        assertThat(Named.find("2nd level", ALL)).containsExactly("2", "4");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(Named.find("Support", ALL)).isEmpty();
        assertThat(Named.find("", ALL)).isEmpty();
    }
}
