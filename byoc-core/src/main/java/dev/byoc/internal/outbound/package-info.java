/** Handlers of agents' answers. */
@NullMarked
package dev.byoc.internal.outbound;

import org.jspecify.annotations.NullMarked;
