/** The only way to code that is not ours. */
@NullMarked
package dev.byoc.internal.guard;

import org.jspecify.annotations.NullMarked;
