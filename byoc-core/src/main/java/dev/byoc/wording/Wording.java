package dev.byoc.wording;

import dev.byoc.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Format;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sentences in one language: a host's where it has its own, else those of the module, else the module's English ones. Immutable and
 * thread-safe.
 */
public final class Wording {
    /** What customers can be given without a catalogue of the host's. The first one is the default. */
    public static final List<String> CUSTOMER_LANGUAGES = List.of("en", "ko", "uk", "bg", "el", "ru");

    /** The same for agents and admins. */
    public static final List<String> AGENT_LANGUAGES = List.of("en", "ko");

    /** For logs, and for what is stored: never changed by a host. */
    public static final Wording ENGLISH = new Wording(Locale.ENGLISH, ZoneOffset.UTC, Map.of());

    private static final String ROOT = "wording.properties";

    /** By the class itself: two class loaders may have channels of one name. */
    private static final ClassValue<Map<String, Properties>> LOADED = new ClassValue<>() {
        @Override
        protected Map<String, Properties> computeValue(Class<?> owner) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Locale language;
    private final ZoneId zone;
    private final Map<String, String> host;

    /** From the most special to English. */
    private final List<String> resources;

    private Wording(Locale language, ZoneId zone, Map<String, String> host) {
        this.language = language;
        this.zone = zone;
        this.host = host;
        this.resources = resources(language);
    }

    /**
     * The sentences of a language.
     *
     * @param zone in which times are told
     * @param host its own patterns in that language, by key; they can be used: {@link #fault}
     */
    public static Wording of(Locale language, ZoneId zone, Map<String, String> host) {
        return new Wording(language, zone, Map.copyOf(host));
    }

    public Locale language() {
        return language;
    }

    /**
     * A sentence.
     *
     * @throws IllegalArgumentException if the arguments are not of the phrase's types: a mistake in the code that asks
     */
    public String of(Phrase phrase, Object... arguments) {
        String key = phrase.key();
        List<Class<?>> wanted = phrase.arguments();
        boolean fit = wanted.size() == arguments.length;
        for (int i = 0; fit && i < arguments.length; i++) {
            fit = wanted.get(i).isInstance(arguments[i]);
        }
        if (!fit) {
            throw new IllegalArgumentException("'" + key + "' takes " + wanted);
        }
        Object[] shown = new Object[arguments.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = arguments[i] instanceof Instant at ? time(at) : arguments[i];
        }
        String own = host.get(key);
        List<String> patterns = new ArrayList<>(own == null ? List.of() : List.of(own));
        for (String resource : resources) {
            String pattern = load(phrase.owner(), resource).getProperty(key);
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        for (String pattern : patterns) {
            try {
                return new MessageFormat(pattern, language).format(shown);
            } catch (IllegalArgumentException e) {
                // Another channel's module: nothing that it brings may keep a message from its reader.
            }
        }
        return key;
    }

    /**
     * Why a host's pattern cannot stand for a phrase; null: it can. It shows all of the arguments, as an address that is left out could not
     * be seen; of a number it may choose words.
     */
    public static @Nullable String fault(String pattern, Phrase phrase) {
        List<Class<?>> arguments = phrase.arguments();
        if (Visible.isBlank(pattern)) {
            return "it is empty";
        }
        Format[] formats;
        try {
            formats = new MessageFormat(pattern, Locale.ROOT).getFormatsByArgumentIndex();
        } catch (IllegalArgumentException e) {
            return "it is no pattern of java.text.MessageFormat";
        }
        if (formats.length > arguments.size()) {
            return "it has " + arguments.size() + " arguments, {0} being the first";
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (i >= formats.length || !pattern.matches("(?s).*\\{\\s*" + i + "\\s*[,}].*")) {
                return "{" + i + "} is missing";
            }
            if (formats[i] != null && arguments.get(i) != Integer.class) {
                return "{" + i + "} is a text, and has no format";
            }
        }
        return hasLoneApostrophe(pattern) ? "an apostrophe is written twice ('') in a pattern" : null;
    }

    /** What quotes a part of a pattern, such as a brace, is one too: no sentence needs that, and most are forgotten twins. */
    private static boolean hasLoneApostrophe(String pattern) {
        return pattern.replace("''", "").indexOf('\'') >= 0;
    }

    /** The patterns that a module brings in one language, by key; without those of others. */
    public static Map<String, String> patterns(Class<?> owner, Locale language) {
        String resource = language.equals(Locale.ENGLISH) ? ROOT : "wording_" + language + ".properties";
        Map<String, String> patterns = new TreeMap<>();
        load(owner, resource).forEach((key, pattern) -> patterns.put((String) key, (String) pattern));
        return patterns;
    }

    private static List<String> resources(Locale language) {
        List<String> resources = new ArrayList<>();
        if (!language.getCountry().isEmpty()) {
            resources.add("wording_" + language.getLanguage() + "_" + language.getCountry() + ".properties");
        }
        resources.add("wording_" + language.getLanguage() + ".properties");
        resources.add(ROOT);
        return resources;
    }

    private static Properties load(Class<?> owner, String resource) {
        return LOADED.get(owner).computeIfAbsent(resource, key -> {
            Properties read = new Properties();
            // By the class and not by ResourceBundle: that falls back to the machine's language, which no reader has.
            try (InputStream in = owner.getResourceAsStream(resource)) {
                if (in != null) {
                    read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                }
            } catch (IOException | IllegalArgumentException e) {
                // Told when the relay is built: its sentences are missing.
                return new Properties();
            }
            return read;
        });
    }

    private String time(Instant at) {
        String time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language)
                .withZone(zone)
                .format(at);
        // Java 20 and later have a narrow space before AM and PM: the same text on every Java.
        return time.replace('\u202f', ' ') + " "
                + DateTimeFormatter.ofPattern("z", language).withZone(zone).format(at);
    }
}
