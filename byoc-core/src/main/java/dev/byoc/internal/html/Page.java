package dev.byoc.internal.html;

import dev.byoc.Visible;
import dev.byoc.internal.html.RichText.Omission;
import dev.byoc.internal.html.RichText.Picture;
import dev.byoc.internal.html.RichText.Words;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What is to be seen of a tree. While it is invisible nothing is written, and that there was something is an omission. */
final class Page {
    /** Controls, and halves of characters. */
    private static final Pattern NO_CHARACTERS = Pattern.compile("[\\p{Cc}&&[^\n\t]]|\\p{Cs}");

    private final Lines lines = new Lines();
    private final Set<Omission> omitted;
    private boolean invisible;
    private boolean hasAddress;
    private int hidden;

    /** @param omitted shared by the pages of one text */
    Page(Set<Omission> omitted) {
        this.omitted = omitted;
    }

    /** A page of its own for a part of this one. */
    Page apart() {
        Page apart = new Page(omitted);
        apart.invisible = invisible;
        return apart;
    }

    /** Where lines begin and end, and what stands before them: that is so whether they are seen or not. */
    Lines lines() {
        return lines;
    }

    void setInvisible(boolean value) {
        invisible = value;
    }

    /** Some words were told the address of. */
    boolean hasAddress() {
        return hasAddress;
    }

    List<RichText.Piece> pieces() {
        return lines.pieces();
    }

    void omit(Omission omission) {
        omitted.add(omission);
        hidden += omission == Omission.HIDDEN_PART ? 1 : 0;
    }

    /** How much has been met that is not to be seen. */
    int hidden() {
        return hidden;
    }

    private boolean isSeen(String words) {
        if (invisible && !Visible.isBlank(words)) {
            omit(Omission.HIDDEN_PART);
        }
        return !invisible;
    }

    void words(String written, boolean asTyped) {
        if (isSeen(written)) {
            String words = NO_CHARACTERS.matcher(written).replaceAll("");
            if (asTyped) {
                lines.asTyped(words);
            } else {
                lines.words(words);
            }
        }
    }

    void spaced(String words) {
        if (isSeen(words)) {
            lines.spaced(words);
        }
    }

    /** Behind the words that it explains. */
    void attach(String words) {
        if (isSeen(words)) {
            lines.attach(words);
        }
    }

    void check(String sign) {
        if (isSeen(sign)) {
            lines.check(sign);
        }
    }

    void picture(Picture picture) {
        if (isSeen("picture")) {
            lines.picture(picture);
        }
    }

    /** Counts what was met on a page that belongs to this one. */
    void include(Page apart) {
        hasAddress |= apart.hasAddress;
        hidden += apart.hidden;
    }

    /** What was written apart, in its place. Whether it is seen was told there, by elements that are not known here. */
    void write(List<RichText.Piece> apart) {
        for (RichText.Piece piece : apart) {
            if (piece instanceof Picture picture) {
                lines.picture(picture);
            } else {
                lines.asTyped(((Words) piece).text());
            }
        }
    }

    /** Writes an address behind the words that it belongs to, unless they tell it. */
    void address(Element element, String attribute, String words) {
        Address address = Address.of(element.attr(attribute));
        if (address instanceof Address.Relative && !element.absUrl(attribute).isEmpty()) {
            address = Address.of(element.absUrl(attribute));
        }
        if (address instanceof Address.Shown shown) {
            hasAddress = true;
            if (Visible.isBlank(words)) {
                spaced(shown.text());
                lines.keepApart();
            } else if (!shown.isIn(words.strip())) {
                attach("(" + shown.text() + ")");
            } else if (shown.ends(words.strip())) {
                lines.keepApart();
            }
        } else if (address instanceof Address.Relative && !invisible) {
            omit(Omission.RELATIVE_ADDRESS);
        }
    }
}
