package dev.byoc.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One card of a carousel. */
public record Card(
        String title, @Nullable String text, @Nullable Media picture, List<Button> buttons) {
    public Card {
        buttons = List.copyOf(buttons);
    }

    /** Title, text, the picture's address and the buttons, a line each. */
    public String plainText() {
        StringBuilder words = new StringBuilder(title);
        if (text != null && !text.isBlank()) {
            words.append('\n').append(text);
        }
        if (picture != null) {
            words.append('\n').append(Content.address(picture));
        }
        for (Button button : buttons) {
            words.append("\n- ").append(button.plainText());
        }
        return words.toString();
    }
}
