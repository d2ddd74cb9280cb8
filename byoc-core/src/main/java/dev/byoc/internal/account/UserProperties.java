package dev.byoc.internal.account;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.message.Customer;
import dev.byoc.support.Graphemes;
import dev.byoc.support.WebAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which facts about its customers an account has Freshchat told, and as which properties of the user.
 *
 * @param names of properties
 */
public record UserProperties(Map<Fact, String> names) {
    static final String SETTING = "user-properties";

    /** No limit is documented; as for names. */
    private static final int MAX_CHARS = 255;

    static final String NO_NAME = "needs a property's name: without commas, semicolons and equals signs, at most "
            + MAX_CHARS + " characters";

    /** Freshchat's own fields of a user, which the relay sets or which are not to be set. */
    private static final Set<String> FIELDS = Set.of(
            "id",
            "first_name",
            "last_name",
            "email",
            "phone",
            "avatar",
            "reference_id",
            "restore_id",
            "properties",
            "created_time",
            "updated_time",
            "login_status",
            "org_contact_id",
            "social_profiles");

    /** What a channel may know of a customer. */
    public enum Fact {
        LANGUAGE("language"),
        COUNTRY("country"),
        USERNAME("username"),
        PROFILE_URL("profile-url"),
        SOURCE("source");

        private final String word;

        Fact(String word) {
            this.word = word;
        }

        private @Nullable String of(Customer customer) {
            return switch (this) {
                case LANGUAGE -> customer.language();
                case COUNTRY -> customer.country();
                case USERNAME -> customer.username();
                case PROFILE_URL -> customer.profileUrl();
                case SOURCE -> customer.source();
            };
        }

        static @Nullable Fact named(String word) {
            return Arrays.stream(values())
                    .filter(fact -> fact.word.equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(null);
        }

        static String words() {
            return Arrays.stream(values()).map(fact -> fact.word).collect(Collectors.joining(", "));
        }
    }

    public UserProperties {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    static UserProperties of(String text, List<String> faults) {
        Map<Fact, String> names = new EnumMap<>(Fact.class);
        Set<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Pairs.read(SETTING, text, faults).forEach((word, name) -> {
            Fact fact = Fact.named(word);
            String fault = fact == null ? "knows no such fact; there are: " + Fact.words() : whyNoName(name);
            if (fault != null) {
                faults.add("'" + SETTING + "' " + fault);
            } else if (!used.add(name) || names.put(fact, name) != null) {
                faults.add("'" + SETTING + "' names one thing twice");
            }
        });
        return new UserProperties(names);
    }

    /** Whether a property can be called so: what is no name is most likely a slip in the setting's form. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_CHARS
                && name.chars().noneMatch(c -> c < ' ' || c == ',' || c == ';' || c == '=');
    }

    private static @Nullable String whyNoName(String name) {
        if (!isName(name)) {
            return NO_NAME;
        }
        return FIELDS.contains(name.toLowerCase(Locale.ROOT))
                ? "names a field of Freshchat's users where a property is meant, such as cf_language"
                : null;
    }

    /** What is told of a customer, by the properties' names; nothing that is blank. */
    public Map<String, String> of(Customer customer) {
        Map<String, String> properties = new LinkedHashMap<>();
        names.forEach((fact, name) -> {
            String told = fact.of(customer);
            String value = told == null ? "" : fact == Fact.PROFILE_URL ? address(told) : line(told);
            if (!value.isEmpty()) {
                properties.put(name, value);
            }
        });
        return properties;
    }

    /** The head of a text as one line; {@code ""} if it shows nothing. */
    public static String line(String text) {
        String line = Visible.trimmed(Graphemes.line(text));
        String head = Graphemes.head(line, MAX_CHARS, Unit.UTF16);
        return Visible.isBlank(head) ? "" : head;
    }

    /** A part of an address leads elsewhere. */
    private static String address(String text) {
        URI address = WebAddress.of(text);
        String whole = address == null ? "" : address.toASCIIString();
        return whole.length() > MAX_CHARS ? "" : whole;
    }
}
