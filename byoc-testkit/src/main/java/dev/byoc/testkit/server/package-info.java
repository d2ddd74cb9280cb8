/**
 * What every fake is made of: an HTTP server with a ledger and {@link dev.byoc.testkit.server.Faults faults}, and {@link
 * dev.byoc.testkit.server.Webhooks webhooks}. Tests read the ledger and set faults; the rest is for the author of a channel who writes a fake of the
 * messenger's server.
 */
@NullMarked
package dev.byoc.testkit.server;

import org.jspecify.annotations.NullMarked;
