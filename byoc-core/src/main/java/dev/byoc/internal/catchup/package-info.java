/** Finds the answers that were missed. */
@NullMarked
package dev.byoc.internal.catchup;

import org.jspecify.annotations.NullMarked;
