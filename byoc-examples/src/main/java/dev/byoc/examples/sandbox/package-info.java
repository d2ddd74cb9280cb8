/** The sandbox: a relay between fakes, whose agent and customers follow a script, with the faults that it is asked for. */
@NullMarked
package dev.byoc.examples.sandbox;

import org.jspecify.annotations.NullMarked;
