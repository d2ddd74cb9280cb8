package dev.byoc.event;

import dev.byoc.json.Json;

/**
 * Something that a check of a set-up has found. Holds no secrets and nothing of a customer.
 *
 * @param code a stable name of its kind, such as {@code login}; docs/guides/doctor.md lists those of {@code RelayEngine.checkPublicUrl}
 * @param severity how bad it is
 * @param subject what was looked at, such as {@code publicUrl}
 * @param what was found, as sentences for an operator
 * @param remedy what to do, as sentences
 */
public record Finding(String code, Severity severity, String subject, String what, String remedy) {
    /** From the best to the worst. */
    public enum Severity {
        /** It could not be looked at from here: that says nothing of whether it works. */
        NOT_CHECKED,
        /** It works, or may work; an operator should look. */
        WARNING,
        /** It does not work. */
        FAULT
    }

    /** The same as JSON, with the fields {@code code}, {@code severity}, {@code subject}, {@code what} and {@code remedy}. */
    public Json toJson() {
        return Json.object()
                .put("code", code)
                .put("severity", severity.name())
                .put("subject", subject)
                .put("what", what)
                .put("remedy", remedy)
                .build();
    }
}
