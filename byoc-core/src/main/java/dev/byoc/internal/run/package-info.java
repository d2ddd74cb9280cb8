/** Starts and ends the parts of a relay, in the order in which they need each other. */
@NullMarked
package dev.byoc.internal.run;

import org.jspecify.annotations.NullMarked;
