package dev.byoc.spring.internal.properties;

import dev.byoc.Visible;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What an application's properties say below {@code byoc.}. Immutable. */
public final class GivenProperties {
    private final Map<String, Slot> slots;
    private final Map<String, List<Given>> given;
    private final List<Fault> faults;
    private final List<String> strangers;

    GivenProperties(
            Map<String, Slot> slots, Map<String, List<Given>> given, List<Fault> faults, Set<String> strangers) {
        this.slots = slots;
        this.given = given;
        this.faults = List.copyOf(faults);
        this.strangers = List.copyOf(strangers);
    }

    /** What was wrong with their names. */
    public List<Fault> faults() {
        return faults;
    }

    /** Environment variables that begin like byoc's and are none of its. */
    public List<String> strangers() {
        return strangers;
    }

    /** The value of a property below {@code byoc.}, without the blanks around it; {@code ""}: it is not given. */
    public String text(String name) {
        return text(Slot.of("", name));
    }

    private String text(Slot slot) {
        List<Given> values = given.getOrDefault(slot.key(), List.of());
        return values.isEmpty() ? "" : Visible.trimmed(values.get(0).value());
    }

    /** Its values, each a text of its own or parted by commas. */
    public List<String> list(String name) {
        return given.getOrDefault(Slot.of("", name).key(), List.of()).stream()
                .flatMap(each -> Arrays.stream(each.value().split(",", -1)))
                .map(Visible::trimmed)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** What is given below a name, by what stands behind it; without what is empty. */
    Map<String, String> below(String account, String before) {
        Map<String, String> found = new LinkedHashMap<>();
        slots.values().stream()
                .filter(slot -> slot.account().equals(account) && slot.name().startsWith(before))
                .forEach(slot -> {
                    String value = text(slot);
                    if (!value.isEmpty()) {
                        found.put(slot.name().substring(before.length()), value);
                    }
                });
        return found;
    }

    /** The ids of the accounts, as they are written. */
    Stream<String> accounts() {
        return slots.values().stream()
                .map(Slot::account)
                .filter(id -> !id.isEmpty())
                .distinct();
    }

    @Override
    public String toString() {
        return "GivenProperties" + slots.values().stream().map(Slot::fullName).toList();
    }
}
