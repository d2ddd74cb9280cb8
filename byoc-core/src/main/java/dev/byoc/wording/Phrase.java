package dev.byoc.wording;

import java.util.List;

/**
 * The key of one sentence. A module has an enum of them, and beside that class, in its package, the resources
 * {@code wording.properties} (English) and {@code wording_ko.properties} and so on, in UTF-8: {@code key = pattern}, as
 * {@link java.text.MessageFormat} reads it ({@code {0}} is the first argument, {@code ''} an apostrophe).
 */
public interface Phrase {
    /** Unique among all modules, so it begins with the module's own name, as {@code core.empty}. */
    String key();

    Reader reader();

    /**
     * What its arguments are: {@code String}, {@code Integer} or {@link java.time.Instant}, which is shown as a date and a time. A name or
     * an address that comes from outside is an argument, never part of a pattern.
     */
    List<Class<?>> arguments();

    /** Whose package holds the resources. */
    default Class<?> owner() {
        return this instanceof Enum<?> constant ? constant.getDeclaringClass() : getClass();
    }
}
