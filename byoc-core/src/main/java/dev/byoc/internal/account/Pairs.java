package dev.byoc.internal.account;

import dev.byoc.Visible;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A setting that holds {@code name=value} pairs with {@code ;} between them. */
final class Pairs {
    private Pairs() {}

    /** The pairs in their order. A fault quotes none of them: a secret may have been pasted there. */
    static Map<String, String> read(String setting, String text, List<String> faults) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            String name = Visible.trimmed(pair.substring(0, Math.max(0, equals)));
            if (!name.isEmpty()) {
                if (pairs.put(name, Visible.trimmed(pair.substring(equals + 1))) != null) {
                    faults.add("'" + setting + "' names one thing twice");
                }
            } else if (!Visible.isBlank(pair)) {
                faults.add("'" + setting + "' must be name=value pairs with ; between them");
            }
        }
        return pairs;
    }
}
