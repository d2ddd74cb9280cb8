package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SchemaScripts;
import java.time.Duration;

/**
 * What a host has asked of its {@link JdbcStore}.
 *
 * @param keep how long what is done is kept
 * @param lease how long lanes stay with a host that does not renew it, on a shared database
 * @param maxOpen entries that may be open at once
 * @param keepsBodies for as long as their entries are kept
 * @param migrates whether the store runs the scripts; else the host has
 */
record StoreOptions(
        Duration keep, Duration lease, int maxOpen, boolean keepsBodies, boolean migrates, SchemaScripts scripts) {}
