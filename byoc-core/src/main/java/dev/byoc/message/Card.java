package dev.byoc.message;

import dev.byoc.Visible;
import dev.byoc.wording.Wording;
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

    /**
     * Title, text, the picture's address and the buttons, a line each.
     *
     * @param number at the first button: those of several cards are numbered through, so that a number is an answer
     */
    public String plainText(int number, Wording wording) {
        StringBuilder words = new StringBuilder(title);
        if (text != null && !Visible.isBlank(text)) {
            words.append('\n').append(text);
        }
        if (picture != null) {
            words.append('\n').append(Media.address(picture, wording));
        }
        int next = number;
        for (Button button : buttons) {
            words.append('\n').append(button.numbered(next++, wording));
        }
        return words.toString();
    }
}
