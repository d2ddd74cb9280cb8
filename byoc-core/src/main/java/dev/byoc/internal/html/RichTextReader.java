package dev.byoc.internal.html;

import dev.byoc.internal.html.RichText.Words;
import java.util.List;
import java.util.Set;

/** Reads rich text as agents write and paste it. */
public final class RichTextReader {
    private RichTextReader() {}

    /** Never throws, whatever it is; takes time in proportion to its length. */
    public static RichText read(String html) {
        String lines = html.replace("\r\n", "\n").replace('\r', '\n').replace("\0", "");
        if (lines.indexOf('<') < 0 && lines.indexOf('&') < 0) {
            String text = lines.replace('\u00A0', ' ').strip();
            return new RichText(text.isEmpty() ? List.of() : List.of(new Words(text)), Set.of());
        }
        return Renderer.render(Tags.escapeTyped(lines));
    }
}
