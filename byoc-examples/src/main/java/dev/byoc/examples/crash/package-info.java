/** Kills relays at random moments, under load, and judges from what the remote APIs then hold whether anything was lost. */
@NullMarked
package dev.byoc.examples.crash;

import org.jspecify.annotations.NullMarked;
