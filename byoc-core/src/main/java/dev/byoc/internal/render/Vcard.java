package dev.byoc.internal.render;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.internal.file.FileNames;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A contact as the file that address books read: vCard 3.0, as that is what most of them know (<a
 * href="https://www.rfc-editor.org/rfc/rfc2426">RFC 2426</a>).
 */
public record Vcard(Media media, String text) {
    private static final String TYPE = "text/vcard";

    /** Keeps the lines short enough for readers that know no folding. */
    private static final int MAX_CHARS = 60;

    public static Vcard of(Content.Contact contact) {
        String name = value(contact.name());
        String phone = contact.phone() == null ? "" : value(contact.phone());
        String text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:;" + name + ";;;\r\nFN:" + name
                + (phone.isEmpty() ? "" : "\r\nTEL:" + phone) + "\r\nEND:VCARD\r\n";
        String file = FileNames.safe(contact.name() + ".vcf", TYPE, "contact");
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        return new Vcard(Media.of("vcard", file, TYPE, size), text);
    }

    public InputStream open() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String value(String text) {
        return Graphemes.head(Graphemes.line(text), MAX_CHARS, Unit.UTF16).replaceAll("([\\\\,;])", "\\\\$1");
    }
}
