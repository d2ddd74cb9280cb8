/** A webhook as it came in, and the answer. */
@NullMarked
package dev.byoc.webhook;

import org.jspecify.annotations.NullMarked;
