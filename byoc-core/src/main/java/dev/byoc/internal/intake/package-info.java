/** A request becomes entries. */
@NullMarked
package dev.byoc.internal.intake;

import org.jspecify.annotations.NullMarked;
