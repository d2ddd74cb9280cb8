package dev.byoc.message;

import dev.byoc.Visible;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One card of a carousel. */
public record Card(
        String title, @Nullable String text, @Nullable Media picture, List<Button> buttons) {
    public Card {
        Objects.requireNonNull(title, "title");
        buttons = List.copyOf(buttons);
    }

    /** Title, text, the picture's address and the buttons, a line each. */
    public String plainText() {
        return plainText(1);
    }

    /** The same with that number at the first button: those of several cards are numbered through, so that a number is an answer. */
    public String plainText(int number) {
        StringBuilder words = new StringBuilder(title);
        if (text != null && !Visible.isBlank(text)) {
            words.append('\n').append(text);
        }
        if (picture != null) {
            words.append('\n').append(Media.address(picture));
        }
        int next = number;
        for (Button button : buttons) {
            words.append('\n').append(next++).append(". ").append(button.plainText());
        }
        return words.toString();
    }
}
