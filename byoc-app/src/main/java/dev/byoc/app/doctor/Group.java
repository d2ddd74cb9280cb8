package dev.byoc.app.doctor;

import dev.byoc.event.Finding;
import java.util.List;
import java.util.function.Supplier;

/**
 * Things that are looked at together.
 *
 * @param name for people who wait for it
 * @param look gives what is found
 */
record Group(String name, Supplier<List<Finding>> look) {}
