package dev.byoc.internal.html;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells tags from the angle brackets that people type, and escapes the latter, so that a parser takes for markup what an editor wrote and
 * nothing else. An editor's tag is one of HTML's own, or has attributes with values, or is closed again; "a &lt; b", "&lt;3",
 * "List&lt;String&gt;", "&lt;your name&gt;" and "&lt;https://shop.example/&gt;" are none of these.
 */
final class Tags {
    /** An "&" that begins no finished character reference: HTML would read "?a=1&copy=2" as a copyright sign. */
    private static final Pattern STRAY_AMPERSAND =
            Pattern.compile("&(?!(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\\w{1,30});)");

    private static final Pattern END_TAG = Pattern.compile("</([a-zA-Z][\\w:.-]*+)\\s*+>");

    /** With a dot it is the name of a host or a file, and with ":" at its end what an address begins with. */
    private static final Pattern NAME = Pattern.compile("</?+([a-zA-Z][\\w:-]*+)(?<!:)");

    private static final Pattern DECLARATION = Pattern.compile(
            "(?i)<!\\[(?:if\\b[^<>]*|endif)\\]>|<!(?:doctype|element|entity|attlist|notation)\\b[^<>]*>|<\\?xml\\b[^<>]*>");
    private static final Pattern END_OF_COMMENT = Pattern.compile("--!?>");
    private static final String CDATA = "<![CDATA[";

    private final String text;
    private final StringBuilder escaped;
    private final Map<String, Integer> lastEnds = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private int commentsUntil = Integer.MAX_VALUE;

    private Tags(String text) {
        this.text = text;
        this.escaped = new StringBuilder(text.length() + 16);
        Matcher ends = END_TAG.matcher(text);
        while (ends.find()) {
            lastEnds.put(ends.group(1).toLowerCase(Locale.ROOT), ends.start());
        }
    }

    static String escapeTyped(String text) {
        Tags tags = new Tags(STRAY_AMPERSAND.matcher(text).replaceAll("&amp;"));
        int at = 0;
        for (int open = tags.text.indexOf('<'); open >= 0; open = tags.text.indexOf('<', at)) {
            tags.escaped.append(tags.text, at, open);
            at = tags.read(open);
        }
        return tags.escaped.append(tags.text, at, tags.text.length()).toString();
    }

    /** Writes what begins at this "<", and tells where it ends. */
    private int read(int open) {
        if (text.startsWith("<!--", open)) {
            int end = endOfComment(open);
            return end < 0 ? typed(open) : end;
        }
        if (text.startsWith(CDATA, open)) {
            int end = text.indexOf("]]>", open);
            int from = open + CDATA.length();
            escaped.append(text.substring(from, end < 0 ? text.length() : end).replace("<", "&lt;"));
            return end < 0 ? text.length() : end + 3;
        }
        Matcher declaration = DECLARATION.matcher(text).region(open, text.length());
        if (declaration.lookingAt()) {
            return declaration.end();
        }
        Matcher name = NAME.matcher(text).region(open, text.length());
        if (!name.lookingAt()) {
            return typed(open);
        }
        return text.charAt(open + 1) == '/' ? endTag(open, name) : startTag(open, name);
    }

    /** Behind the comment that begins here; -1 if it never ends. */
    private int endOfComment(int open) {
        if (open >= commentsUntil) {
            return -1;
        }
        Matcher end = END_OF_COMMENT.matcher(text).region(open + 2, text.length());
        if (end.find()) {
            return end.end();
        }
        commentsUntil = open;
        return -1;
    }

    private int typed(int open) {
        escaped.append("&lt;");
        return open + 1;
    }

    private int endTag(int open, Matcher matched) {
        String name = matched.group(1).toLowerCase(Locale.ROOT);
        int end = matched.end();
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        boolean closes = end < text.length() && text.charAt(end) == '>';
        if (!closes || !(Elements.isKnown(name) || opened.contains(name))) {
            return typed(open);
        }
        escaped.append("</").append(Elements.asParsed(name)).append('>');
        return end + 1;
    }

    private int startTag(int open, Matcher matched) {
        String name = matched.group(1).toLowerCase(Locale.ROOT);
        TagAttributes attributes = TagAttributes.read(text, matched.end());
        boolean closed = lastEnds.getOrDefault(name, -1) > open;
        if (attributes == null || !isMarkup(open, matched.group(1), attributes, closed)) {
            return typed(open);
        }
        opened.add(name);
        String parsed = Elements.asParsed(name);
        escaped.append('<').append(parsed).append(text, matched.end(), attributes.end());
        if (Elements.holdsRawText(parsed) && (!closed || !parsed.equals(name))) {
            // Without its end the parser would take all that follows for its content.
            escaped.append("</").append(parsed).append('>');
        }
        return attributes.end();
    }

    private boolean isMarkup(int open, String written, TagAttributes attributes, boolean closed) {
        String name = written.toLowerCase(Locale.ROOT);
        if (!Elements.isKnown(name)) {
            // Something behind a "/" makes a path of it.
            boolean path = text.charAt(open + 1 + name.length()) == '/' && !attributes.isEmpty();
            boolean selfClosing = attributes.selfClosing() && (name.indexOf(':') > 0 || name.indexOf('-') > 0);
            return closed || (!path && (selfClosing || attributes.told()));
        }
        if (attributes.isEmpty()) {
            boolean generic = open > 0
                    && Character.isLetterOrDigit(text.charAt(open - 1))
                    && Character.isUpperCase(written.charAt(0));
            char next = attributes.end() < text.length() ? text.charAt(attributes.end()) : ' ';
            return closed || (Elements.mayStayOpen(name, next) && !generic);
        }
        return attributes.plausible() || attributes.told() || (closed && name.length() > 1);
    }
}
