package dev.byoc.internal.file;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a file is, by its first bytes, and which endings go with a type. */
public final class FileTypes {
    /** So many first bytes are enough. */
    public static final int HEAD_BYTES = 512;

    public static final String ANY = "application/octet-stream";

    /** The usual ending first. */
    private static final Map<String, List<String>> ENDINGS = new LinkedHashMap<>();

    static {
        endings("image/jpeg", "jpg", "jpeg", "jpe", "jfif");
        endings("image/png", "png");
        endings("image/gif", "gif");
        endings("image/webp", "webp");
        endings("image/bmp", "bmp");
        endings("image/tiff", "tiff", "tif");
        endings("image/heic", "heic", "heif");
        endings("image/avif", "avif");
        endings("image/svg+xml", "svg");
        endings("video/mp4", "mp4", "m4v");
        endings("video/quicktime", "mov", "qt");
        endings("video/3gpp", "3gp", "3g2");
        endings("video/webm", "webm", "mkv", "mka");
        endings("video/x-msvideo", "avi");
        endings("video/x-ms-asf", "wmv", "asf", "wma");
        endings("video/x-flv", "flv");
        endings("video/mpeg", "mpg", "mpeg");
        endings("audio/mpeg", "mp3");
        endings("audio/mp4", "m4a");
        endings("audio/aac", "aac");
        endings("audio/ogg", "ogg", "oga", "ogv", "opus");
        endings("audio/wav", "wav");
        endings("audio/flac", "flac");
        endings("audio/amr", "amr");
        endings("application/pdf", "pdf");
        endings("application/zip", "zip");
        endings("application/gzip", "gz", "tgz");
        endings("application/x-7z-compressed", "7z");
        endings("application/vnd.rar", "rar");
        endings("application/x-msdownload", "exe", "dll");
        endings("application/msword", "doc");
        endings("application/vnd.ms-excel", "xls");
        endings("application/vnd.ms-powerpoint", "ppt");
        endings("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");
        endings("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
        endings("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx");
        endings("application/x-hwp", "hwp");
        endings("application/json", "json");
        endings("application/xml", "xml");
        endings("text/html", "html", "htm", "xhtml");
        endings("text/plain", "txt", "log", "md");
        endings("text/csv", "csv");
        endings("text/vcard", "vcf");
        endings(ANY, "bin");
    }

    /** What these hold depends on what is inside, so any ending goes with them. */
    private static final List<String> CONTAINERS =
            List.of(ANY, "application/zip", "application/x-ole-storage", "application/gzip", "application/xml");

    /** The first line, which may be followed by text alone. */
    private static final Pattern PDF = Pattern.compile("%PDF-\\d\\.\\d\\h*(?:\\R|\\z)");

    private FileTypes() {}

    private static void endings(String type, String... endings) {
        ENDINGS.put(type, List.of(endings));
    }

    /** The type by the first bytes; null if they tell nothing. */
    public static @Nullable String sniff(byte[] head) {
        String ascii = new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        String type = isNoText(ascii) ? binary(ascii) : PDF.matcher(ascii).lookingAt() ? "application/pdf" : null;
        return type == null ? markup(ascii) : type;
    }

    /**
     * Whether no text has such bytes: <a href="https://mimesniff.spec.whatwg.org/#binary-data-byte">controls</a>, and 0xFF, which neither
     * UTF-8 nor EUC-KR has. Without one, letters such as "MZ" or "ID3" only begin a text.
     */
    private static boolean isNoText(String a) {
        return a.chars().anyMatch(c -> c == 0xFF || (c < ' ' && "\t\n\f\r\u001B".indexOf(c) < 0));
    }

    private static @Nullable String binary(String a) {
        String type = picture(a);
        type = type == null ? film(a) : type;
        return type == null ? document(a) : type;
    }

    private static @Nullable String picture(String a) {
        if (a.startsWith("\u00FF\u00D8\u00FF")) {
            return "image/jpeg";
        }
        if (a.startsWith("\u0089PNG\r\n\u001A\n")) {
            return "image/png";
        }
        if (a.startsWith("GIF87a") || a.startsWith("GIF89a")) {
            return "image/gif";
        }
        if (a.startsWith("RIFF") && a.startsWith("WEBP", 8)) {
            return "image/webp";
        }
        if (a.startsWith("BM") && a.startsWith("\0\0\0\0", 6)) {
            return "image/bmp";
        }
        return a.startsWith("II*\0") || a.startsWith("MM\0*") ? "image/tiff" : null;
    }

    private static @Nullable String film(String a) {
        if (a.startsWith("ftyp", 4)) {
            return isoMedia(a.length() < 12 ? "" : a.substring(8, 12));
        }
        if (a.startsWith("RIFF")) {
            return a.startsWith("AVI ", 8) ? "video/x-msvideo" : a.startsWith("WAVE", 8) ? "audio/wav" : null;
        }
        Map<String, String> starts = Map.of(
                "\u001AE\u00DF\u00A3", "video/webm",
                "0&\u00B2u\u008Ef\u00CF\u0011", "video/x-ms-asf",
                "FLV\u0001", "video/x-flv",
                "\0\0\u0001\u00BA", "video/mpeg",
                "ID3", "audio/mpeg",
                "OggS", "audio/ogg",
                "fLaC", "audio/flac",
                "#!AMR", "audio/amr");
        for (Map.Entry<String, String> start : starts.entrySet()) {
            if (a.startsWith(start.getKey())) {
                return start.getValue();
            }
        }
        if (a.length() < 2 || a.charAt(0) != '\u00FF' || a.charAt(1) == '\u00FE') {
            // The last is the mark of UTF-16.
            return null;
        }
        int second = a.charAt(1);
        // Frame syncs: eleven set bits, then for ADTS (AAC) the layer is zero.
        return (second & 0xF6) == 0xF0
                ? "audio/aac"
                : (second & 0xE0) == 0xE0 && (second & 6) != 0 ? "audio/mpeg" : null;
    }

    /** By the major brand (ISO/IEC 14496-12). */
    private static String isoMedia(String brand) {
        return switch (brand.strip()) {
            case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1" -> "image/heic";
            case "avif", "avis" -> "image/avif";
            case "qt" -> "video/quicktime";
            case "M4A", "M4B" -> "audio/mp4";
            default -> brand.startsWith("3g") ? "video/3gpp" : "video/mp4";
        };
    }

    private static @Nullable String document(String a) {
        Map<String, String> starts = Map.of(
                "%PDF-", "application/pdf",
                "PK\u0003\u0004", "application/zip",
                "PK\u0005\u0006", "application/zip",
                "\u001F\u008B", "application/gzip",
                "7z\u00BC\u00AF'\u001C", "application/x-7z-compressed",
                "Rar!\u001A\u0007", "application/vnd.rar",
                "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "application/x-ole-storage",
                "MZ", "application/x-msdownload");
        return starts.entrySet().stream()
                .filter(start -> a.startsWith(start.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String markup(String a) {
        String start = a.startsWith("\u00EF\u00BB\u00BF") ? a.substring(3) : a;
        String text = start.stripLeading().toLowerCase(Locale.ROOT);
        if (!text.startsWith("<")) {
            return null;
        }
        if (text.contains("<!doctype html")
                || text.contains("<html")
                || text.matches("(?s)<(head|body|script|title|h1|div|table|p|iframe|meta|style)\\b.*")) {
            return "text/html";
        }
        return text.contains("<svg") ? "image/svg+xml" : text.startsWith("<?xml") ? "application/xml" : null;
    }

    /** Whether it is a text by what it holds, though of no person: a page, a drawing, data. */
    public static boolean isMarkup(@Nullable String type) {
        return "text/html".equals(type) || "image/svg+xml".equals(type) || "application/xml".equals(type);
    }

    /** Without parameters, lower case; null for none. */
    public static @Nullable String bare(@Nullable String type) {
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return bare.matches("[a-z0-9.+!#$&^_-]+/[a-z0-9.+!#$&^_-]+") ? bare : null;
    }

    /** The type that an ending stands for; null if that is not known. */
    public static @Nullable String ofEnding(String ending) {
        String lower = ending.toLowerCase(Locale.ROOT);
        return ENDINGS.entrySet().stream()
                .filter(known -> known.getValue().contains(lower))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Whether a name with that ending may hold this type. */
    static boolean fits(String ending, String type) {
        List<String> known = ENDINGS.get(type);
        return CONTAINERS.contains(type) || known == null || known.contains(ending.toLowerCase(Locale.ROOT));
    }

    /** Whether an address that ends so tells the right type to whatever fetches it. */
    public static boolean isEndingOf(String ending, @Nullable String type) {
        return !ending.isEmpty() && (type == null || fits(ending, type));
    }

    /** The usual ending. */
    static String ending(String type) {
        List<String> known = ENDINGS.get(type);
        return known == null ? "bin" : known.get(0);
    }
}
