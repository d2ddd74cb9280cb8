package dev.byoc.kakaotalk.internal;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import dev.byoc.support.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a customer said, in the old form ({@code content}) and the new one ({@code contents}, which counts where both are). Whatever is
 * new or odd still becomes something that the agent sees.
 */
public final class InboundContents {
    private static final int MAX_TYPE_CHARS = 40;
    private static final Set<String> FILES = Set.of("photo", "image", "video", "audio", "file");

    private final Hosts mediaHosts;

    public InboundContents(Hosts mediaHosts) {
        this.mediaHosts = mediaHosts;
    }

    /** At least one. */
    public List<Content> of(String givenType, Json body) {
        String type = word(givenType);
        Json contents = body.get("contents");
        List<Json> elements = contents.isArray() ? contents.items() : List.of(contents);
        List<Content> read = elements(type, elements);
        if (read.isEmpty()) {
            read = elements(type, List.of(body.get("content")));
        }
        String full = body.get("attachment").get("url").textOr("");
        if (!full.isEmpty()) {
            read = withWholeText(read, full);
        }
        return read.isEmpty() ? List.of(nothing(type)) : List.copyOf(read);
    }

    private static String word(String given) {
        return Visible.trimmed(given).toLowerCase(Locale.ROOT);
    }

    /** One for each element, so that what cannot be read beside the rest is told; none if nothing of them can be read. */
    private List<Content> elements(String type, List<Json> elements) {
        List<Content> read = new ArrayList<>();
        boolean any = false;
        for (Json element : elements) {
            Content content = element(type, element);
            any |= content != null;
            read.add(content == null ? new Content.Unsupported(shown(type), null) : content);
        }
        return any ? read : List.of();
    }

    private @Nullable Content element(String type, Json element) {
        String url = element.get("url").textOr("");
        String words =
                Words.composed(element.isObject() ? element.get("comment").textOr("") : element.textOr(""));
        if (!url.isEmpty()) {
            return file(type, url, words);
        }
        if (words.isEmpty()) {
            return null;
        }
        return isFile(type, words) ? file(type, words, "") : new Content.Text(words);
    }

    /** Of a kind that is not known only a bare address is a file: other words may just begin with one. */
    private static boolean isFile(String type, String words) {
        boolean known = FILES.contains(type);
        boolean bare = words.strip().chars().noneMatch(Character::isWhitespace);
        return !type.equals("text") && (known || bare) && Hosts.web(words) != null;
    }

    private Content file(String type, String url, String comment) {
        return media(mediaHosts, type, url, comment);
    }

    /**
     * A file at an address from outside.
     *
     * @param givenType the network's word
     * @param comment a caption or, for files, the name; {@code ""}: none
     */
    public static Content media(Hosts hosts, String givenType, String url, String comment) {
        String type = word(givenType);
        URI address = Hosts.web(url);
        String caption = comment.isEmpty() ? null : comment;
        if (address == null) {
            String shown = WebAddress.inWords(url);
            String words = caption == null ? shown : shown == null ? caption : caption + "\n" + shown;
            return new Content.Unsupported(shown(type), words);
        }
        if (!hosts.cover(address)) {
            // This request is not signed: what is not Kakao's is shown, never fetched.
            return new Content.Link(address, caption);
        }
        String inAddress = Words.fileName(address.getPath() == null ? "" : address.getPath());
        Media media = Media.of(address.toString(), inAddress.isEmpty() ? null : inAddress, null, -1);
        return switch (type) {
            case "photo", "image" -> new Content.Image(media, caption);
            case "video" -> new Content.Video(media, caption);
            case "audio" -> new Content.Audio(media, caption);
            default -> {
                boolean named = comment.matches("[^\\n]*\\.[A-Za-z0-9]{1,10}");
                yield named
                        ? new Content.File(Media.of(address.toString(), Words.fileName(comment), null, -1), null)
                        : new Content.File(media, caption);
            }
        };
    }

    /** The first text is the head of a file that holds all of it. */
    private List<Content> withWholeText(List<Content> read, String url) {
        Content file = file("file", url, "");
        List<Content> whole = new ArrayList<>(read);
        for (int i = 0; i < whole.size(); i++) {
            if (whole.get(i) instanceof Content.Text text && file instanceof Content.File full) {
                whole.set(i, new Content.Text(text.text(), full.media()));
                return whole;
            }
        }
        whole.add(file);
        return whole;
    }

    private static Content nothing(String type) {
        return new Content.Unsupported(type.equals("text") ? "empty text" : shown(type), null);
    }

    private static String shown(String type) {
        String shown = Graphemes.line(Graphemes.head(type, MAX_TYPE_CHARS, Unit.UTF16));
        return shown.isEmpty() ? "unknown" : shown;
    }
}
