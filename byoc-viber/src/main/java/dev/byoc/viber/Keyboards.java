package dev.byoc.viber;

import dev.byoc.Visible;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buttons as a keyboard and cards as a carousel. Both are grids of "buttons" six columns wide; their texts are HTML, so what people wrote
 * is escaped (<a href="https://developers.viber.com/docs/tools/keyboards/">keyboards</a>).
 */
final class Keyboards {
    private static final int COLUMNS = 6;

    /** As many full rows as a phone shows; with more buttons two share a row. */
    private static final int MAX_ROWS = 12;

    static final int MAX_BUTTONS = 2 * MAX_ROWS;

    private static final int MAX_LABEL = 250;

    /** iOS takes 100, Android 250. */
    private static final int MAX_REPLY = 100;

    private static final int MAX_BUTTON_LINK = 250;
    static final int MAX_CARDS = 6;

    /** A card is full, and the next begins, when its rows reach this. */
    private static final int MAX_CARD_ROWS = 7;

    private static final int TEXT_ROWS = 2;
    private static final int LEAST_PICTURE_ROWS = 2;
    private static final long MAX_CARD_PICTURE_BYTES = 500 * 1024;
    private static final int CAROUSEL_API_VERSION = 2;

    private Keyboards() {}

    static Rendered keyboard(Content.Buttons content) {
        int count = content.buttons().size();
        if (count == 0) {
            return OutboundBody.text(content.prompt());
        }
        if (count > MAX_BUTTONS) {
            return Rendered.unsupported(ViberPhrase.TOO_MANY_BUTTONS, MAX_BUTTONS);
        }
        String prompt = OutboundBody.printable(content.prompt());
        if (prompt.length() > BotConfig.MAX_TEXT) {
            return Rendered.tooLarge(ViberPhrase.PROMPT_TOO_LONG, BotConfig.MAX_TEXT);
        }
        List<Json> buttons = new ArrayList<>();
        for (Button button : content.buttons()) {
            Json rendered = button(button, count > MAX_ROWS ? COLUMNS / 2 : COLUMNS);
            if (rendered == null) {
                return Rendered.unsupported(ViberPhrase.BUTTON_UNFIT);
            }
            buttons.add(rendered);
        }
        Json.Builder keyboard = Json.object()
                .put("Type", "keyboard")
                .put("DefaultHeight", false)
                .put("Buttons", buttons);
        Json.Builder message = Json.object();
        if (!Visible.isBlank(prompt)) {
            // A keyboard alone has no type.
            message.put("type", "text").put("text", prompt);
        }
        return Rendered.plain(message.put("keyboard", keyboard));
    }

    static Rendered carousel(Content.Cards content, OutboundBody media) throws IOException {
        List<Card> cards = content.cards();
        int most = cards.stream().mapToInt(card -> card.buttons().size()).max().orElse(0);
        boolean pictures = cards.stream().anyMatch(card -> card.picture() != null);
        int rows = pictures ? MAX_CARD_ROWS : TEXT_ROWS + most;
        int pictureRows = rows - TEXT_ROWS - most;
        if (cards.isEmpty() || cards.size() > MAX_CARDS || rows > MAX_CARD_ROWS) {
            return Rendered.unsupported(ViberPhrase.CARDS_UNFIT);
        }
        if (pictures && pictureRows < LEAST_PICTURE_ROWS) {
            return Rendered.unsupported(ViberPhrase.CARD_BUTTONS);
        }
        List<Json> grid = new ArrayList<>();
        for (Card card : cards) {
            Rendered.Not not = card(card, rows, pictureRows, media, grid);
            if (not != null) {
                return not;
            }
        }
        Json.Builder carousel = Json.object()
                .put("Type", "rich_media")
                .put("ButtonsGroupColumns", COLUMNS)
                .put("ButtonsGroupRows", rows)
                .put("Buttons", grid);
        String instead = String.join(", ", cards.stream().map(Card::title).toList());
        return new Rendered.Fields(
                Json.object()
                        .put("type", "rich_media")
                        .put("rich_media", carousel)
                        .put("alt_text", OutboundBody.printable(instead)),
                CAROUSEL_API_VERSION);
    }

    /** Adds the card's picture, text and buttons, which always fill all of its rows; returns why not if it cannot. */
    private static Rendered.@Nullable Not card(
            Card card, int rows, int pictureRows, OutboundBody media, List<Json> grid) throws IOException {
        int textRows = rows - card.buttons().size();
        if (card.picture() != null) {
            if (card.picture().sizeBytes() > MAX_CARD_PICTURE_BYTES) {
                return Rendered.tooLarge(ViberPhrase.CARD_PICTURE_TOO_LARGE);
            }
            String address = media.pictureAddress(card.picture());
            if (address == null) {
                return Rendered.unsupported(ViberPhrase.CARD_PICTURE_KIND);
            }
            grid.add(cell(COLUMNS, pictureRows, "none", "none")
                    .put("Image", address)
                    .build());
            textRows -= pictureRows;
        }
        String text = card.text() == null || Visible.isBlank(card.text()) ? "" : "<br>" + html(card.text());
        String words = "<b>" + html(card.title()) + "</b>" + text;
        if (words.length() > MAX_LABEL || Visible.isBlank(card.title())) {
            return Rendered.unsupported(ViberPhrase.CARD_TEXT);
        }
        grid.add(cell(COLUMNS, textRows, "none", "none")
                .put("Text", words)
                .put("TextHAlign", "left")
                .build());
        for (Button button : card.buttons()) {
            Json rendered = button(button, COLUMNS);
            if (rendered == null) {
                return Rendered.unsupported(ViberPhrase.BUTTON_UNFIT);
            }
            grid.add(rendered);
        }
        return null;
    }

    /** Null: Viber would cut or refuse it. */
    private static @Nullable Json button(Button button, int columns) {
        boolean opens = button instanceof Button.Open;
        String action = button instanceof Button.Open open
                ? open.url().toASCIIString()
                : OutboundBody.printable(((Button.Reply) button).text());
        String label = OutboundBody.printable(button.label());
        String shown = html(Visible.isBlank(label) ? action : label);
        // What a button says may be longer than Viber takes; then the tap says what stands on it.
        String does = Visible.isBlank(action) || (!opens && action.length() > MAX_REPLY) ? label : action;
        boolean refused = button instanceof Button.Open open && !OutboundBody.isWeb(open.url());
        if (refused
                || Visible.isBlank(does)
                || does.length() > (opens ? MAX_BUTTON_LINK : MAX_REPLY)
                || shown.length() > MAX_LABEL) {
            return null;
        }
        Json.Builder cell = cell(columns, 1, opens ? "open-url" : "reply", does).put("Text", shown);
        // Else the tap would write the address into the chat, as if the customer had said it.
        return (opens ? cell.put("Silent", true) : cell).build();
    }

    private static Json.Builder cell(int columns, int rows, String actionType, String actionBody) {
        return Json.object()
                .put("Columns", columns)
                .put("Rows", rows)
                .put("ActionType", actionType)
                .put("ActionBody", actionBody)
                .put("TextSize", "regular");
    }

    static String html(String text) {
        return OutboundBody.printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("\n", "<br>");
    }
}
