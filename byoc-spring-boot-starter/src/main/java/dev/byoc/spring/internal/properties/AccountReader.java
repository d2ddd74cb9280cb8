package dev.byoc.spring.internal.properties;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The accounts in the form that core takes. */
final class AccountReader {
    /**
     * One.
     *
     * @param channel the channel's id; {@code ""}: none is given
     * @param settings the channel's and core's own, by name; values may be secrets
     */
    record Account(String id, String channel, Map<String, String> settings) {
        @Override
        public String toString() {
            return "Account[" + id + "]";
        }
    }

    private static final String SETTINGS = "settings.";

    /** The groups of this repository's channels: their names are the channels' ids. */
    private static final List<String> NESTED = Stream.of(AccountProperties.class.getRecordComponents())
            .filter(component -> component.getType().isRecord())
            .map(component -> PropertyNames.kebab(component.getName()))
            .toList();

    private final GivenProperties given;
    private final List<Fault> faults = new ArrayList<>();

    AccountReader(GivenProperties given) {
        this.given = given;
    }

    List<Fault> faults() {
        return faults;
    }

    List<Account> read() {
        return given.accounts().map(this::read).toList();
    }

    private Account read(String id) {
        String name = "byoc.accounts." + id;
        Map<String, String> all = given.below(id, "");
        String said = all.getOrDefault("channel", "");
        List<String> groups = NESTED.stream()
                .filter(each -> !given.below(id, each + ".").isEmpty())
                .toList();
        if (groups.size() > 1) {
            faults.add(Fault.of(
                    name,
                    "has settings of several channels: " + String.join(" and ", groups) + "; one account has one"));
        } else if (groups.size() == 1 && !said.isEmpty() && !said.equals(groups.get(0))) {
            faults.add(Fault.of(name + ".channel", "is another one than that of the settings in " + groups.get(0)));
        } else if (groups.isEmpty() && said.isEmpty()) {
            faults.add(Fault.of(
                    name + ".channel",
                    "is missing: the id of a channel whose settings are in settings, where they are in none of "
                            + String.join(", ", NESTED)));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        all.forEach((path, value) -> {
            String setting = path.substring(groupOf(path).length());
            boolean isGroup = path.equals("channel");
            if (!isGroup && settings.put(setting, value) != null) {
                faults.add(
                        Fault.of(name + "." + path, "is given twice, in settings and by a name of its own; keep one"));
            }
        });
        return new Account(id, groups.size() == 1 ? groups.get(0) : said, settings);
    }

    /** With the dot; {@code ""}: it is core's. */
    private static String groupOf(String path) {
        return Stream.concat(Stream.of(SETTINGS), NESTED.stream().map(each -> each + "."))
                .filter(path::startsWith)
                .findFirst()
                .orElse("");
    }
}
