package dev.byoc.wording.own;

import dev.byoc.wording.Phrase;
import dev.byoc.wording.Reader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The sentences of another module. */
public enum OwnPhrase implements Phrase {
    AT(String.class, Instant.class),
    COUNTED(String.class, Integer.class),
    ENGLISH_ALONE(),
    NOWHERE();

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Class<?>> arguments;

    OwnPhrase(Class<?>... arguments) {
        this.arguments = List.of(arguments);
    }

    @Override
    public String key() {
        return "own." + name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Reader reader() {
        return Reader.AGENT;
    }

    @Override
    public List<Class<?>> arguments() {
        return arguments;
    }
}
