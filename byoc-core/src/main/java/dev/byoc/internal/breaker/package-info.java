/** When a remote API is called: circuit breakers, and the back-off between attempts. */
@NullMarked
package dev.byoc.internal.breaker;

import org.jspecify.annotations.NullMarked;
