package dev.byoc;

import java.util.List;

/** The set-up is wrong and an operator has to change it. Lists every fault that was found, not just the first. */
public final class ConfigurationException extends ByocException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a serializable list
    private final List<String> faults;

    public ConfigurationException(String fault) {
        this(List.of(fault));
    }

    /**
     * Several faults at once.
     *
     * @param faults one sentence each: what was found and what to do; never a secret's value
     */
    public ConfigurationException(List<String> faults) {
        super(faults.size() == 1 ? faults.get(0) : faults.size() + " faults:\n - " + String.join("\n - ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Every fault, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}
