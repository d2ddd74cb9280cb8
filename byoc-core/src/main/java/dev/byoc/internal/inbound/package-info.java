/** Handlers of customers' messages. */
@NullMarked
package dev.byoc.internal.inbound;

import org.jspecify.annotations.NullMarked;
