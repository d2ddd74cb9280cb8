package dev.byoc.channel.config;

import java.util.List;

/**
 * What {@link ConfigSpec#read} found.
 *
 * @param settings only of use to look for further faults, where there are any: stand-ins take the place of what is missing or wrong
 */
public record SettingsReading(List<Fault> faults, Settings settings) {
    public SettingsReading {
        faults = List.copyOf(faults);
    }

    /** The faults as sentences. */
    public List<String> sentences() {
        return faults.stream().map(Fault::text).toList();
    }

    /**
     * What is wrong with one setting.
     *
     * @param setting its name; {@code ""} for a name that is no setting
     * @param text a sentence for the operator; quotes no value
     */
    public record Fault(String setting, String text) {}
}
