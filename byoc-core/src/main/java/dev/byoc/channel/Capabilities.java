package dev.byoc.channel;

import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account shows natively, with its limits; all else reaches the customer in words. Immutable: each method returns a changed
 * copy.
 */
public final class Capabilities {
    /** What a network counts when it says "characters". */
    public enum Unit {
        /** Java's {@code char}: the safe side where a network does not say. */
        UTF16,
        CODE_POINTS,
        /** What a reader takes for one character: extended grapheme clusters (Unicode UAX 29). */
        GRAPHEMES,
        UTF8_BYTES
    }

    /**
     * What is taken of one kind.
     *
     * @param maxBytes {@link Long#MAX_VALUE}: no limit is known
     * @param maxCaption in the channel's unit; 0: a caption goes as a text of its own
     * @param types media types, lower case, {@code image/*} for all of a family; empty: any
     * @param most buttons or cards in one message; {@link Integer#MAX_VALUE}: no limit is known
     */
    public record Limits(long maxBytes, int maxCaption, List<String> types, int most) {
        public Limits {
            types = List.copyOf(types);
        }

        /** Whether a medium of that declared type is taken; an unknown one is, where every type is. */
        public boolean takes(@Nullable String contentType) {
            if (types.isEmpty()) {
                return true;
            }
            if (contentType == null) {
                return false;
            }
            String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            return types.stream()
                    .anyMatch(t ->
                            t.equals(type) || (t.endsWith("/*") && type.startsWith(t.substring(0, t.length() - 1))));
        }
    }

    private static final Limits NO_LIMITS = new Limits(Long.MAX_VALUE, 0, List.of(), Integer.MAX_VALUE);

    /** What an account can do beside the kinds of content that it shows. */
    private enum Ability {
        KEYBOARD,
        ONLY_WITH_HANDLE,
        SAFE_TO_RESEND,
        CONFIRMS_BY_KEY,
        QUOTES,
        PREVIEWS
    }

    private final int maxText;
    private final Unit unit;
    private final Map<Class<? extends Content>, Limits> kinds;
    private final int partsPerSend;
    private final Set<Ability> abilities;

    private Capabilities(
            int maxText,
            Unit unit,
            Map<Class<? extends Content>, Limits> kinds,
            int partsPerSend,
            Set<Ability> abilities) {
        this.maxText = maxText;
        this.unit = unit;
        this.kinds = kinds;
        this.partsPerSend = partsPerSend;
        this.abilities = abilities;
    }

    /**
     * Text only, one part a send.
     *
     * @param max the longest text; at least 20, so that splitting always gets somewhere
     */
    public static Capabilities text(int max, Unit unit) {
        if (max < 20) {
            throw new IllegalArgumentException("a text limit of " + max + " is too small to split into; at least 20");
        }
        return new Capabilities(max, unit, Map.of(Content.Text.class, NO_LIMITS), 1, Set.of());
    }

    /**
     * A kind with a file.
     *
     * @param maxCaption in the text's unit; 0: sent as its own text
     * @param types as {@link Limits}
     */
    public Capabilities media(Class<? extends Content> kind, long maxBytes, int maxCaption, String... types) {
        return with(kind, new Limits(maxBytes, maxCaption, List.of(types), Integer.MAX_VALUE));
    }

    /** A kind without a file. */
    public Capabilities also(Class<? extends Content> kind) {
        return with(kind, NO_LIMITS);
    }

    /**
     * A kind of several: buttons that stand under their own text, or cards.
     *
     * @param most how many one message shows; with more, all of them go in words
     */
    public Capabilities also(Class<? extends Content> kind, int most) {
        return with(kind, new Limits(Long.MAX_VALUE, 0, List.of(), most));
    }

    /**
     * Buttons in one place below the chat, of which a reader sees only those of the last message. All of a reply's buttons go with its last
     * part, so its text may be blank.
     *
     * @param most how many there may be; with more, all of them go in words
     */
    public Capabilities keyboard(int most) {
        return also(Content.Buttons.class, most).with(Ability.KEYBOARD);
    }

    private Capabilities with(Class<? extends Content> kind, Limits limits) {
        Map<Class<? extends Content>, Limits> more = new LinkedHashMap<>(kinds);
        more.put(kind, limits);
        return new Capabilities(maxText, unit, Collections.unmodifiableMap(more), partsPerSend, abilities);
    }

    private Capabilities with(Ability ability) {
        Set<Ability> more = EnumSet.of(ability);
        more.addAll(abilities);
        return new Capabilities(maxText, unit, kinds, partsPerSend, Collections.unmodifiableSet(more));
    }

    /** How many parts one send takes, all or none. */
    public Capabilities partsPerSend(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("at least one part a send, not " + n);
        }
        return new Capabilities(maxText, unit, kinds, n, abilities);
    }

    /** Without a live handle a reply is refused as {@code WINDOW_CLOSED}, without a call. */
    public Capabilities onlyWithHandle() {
        return with(Ability.ONLY_WITH_HANDLE);
    }

    /** The network drops a repeat of a key, so an unknown outcome is cured by sending again. */
    public Capabilities safeToResend() {
        return with(Ability.SAFE_TO_RESEND);
    }

    /** The network's later receipts name the key, so an unknown outcome waits for one. */
    public Capabilities confirmsByKey() {
        return with(Ability.CONFIRMS_BY_KEY);
    }

    /**
     * The network shows which earlier message a message answers: {@link OutboundMessage#quote} has that message's id. Without this, where the
     * id is not known, and in channels with {@link SyncReplies}, the quotation goes in words.
     */
    public Capabilities quotes() {
        return with(Ability.QUOTES);
    }

    /**
     * The network shows a small picture before a film or picture is loaded: {@link Media#preview} has one then, with its type and size, where
     * one is known. Without this it has none.
     */
    public Capabilities previews() {
        return with(Ability.PREVIEWS);
    }

    public int maxText() {
        return maxText;
    }

    public Unit unit() {
        return unit;
    }

    /** The limits of a kind; null: this kind goes in words. */
    public @Nullable Limits limits(Class<? extends Content> kind) {
        return kinds.get(kind);
    }

    /** Every kind that goes natively. */
    public Map<Class<? extends Content>, Limits> kinds() {
        return kinds;
    }

    /** Whether buttons go with the last part of a reply only. */
    public boolean hasKeyboard() {
        return abilities.contains(Ability.KEYBOARD);
    }

    public int mostPartsPerSend() {
        return partsPerSend;
    }

    public boolean needsHandle() {
        return abilities.contains(Ability.ONLY_WITH_HANDLE);
    }

    public boolean isSafeToResend() {
        return abilities.contains(Ability.SAFE_TO_RESEND);
    }

    public boolean isConfirmedByKey() {
        return abilities.contains(Ability.CONFIRMS_BY_KEY);
    }

    public boolean showsQuotes() {
        return abilities.contains(Ability.QUOTES);
    }

    public boolean showsPreviews() {
        return abilities.contains(Ability.PREVIEWS);
    }
}
