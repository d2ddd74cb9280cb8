/** Micrometer's meters of a relay. */
@NullMarked
package dev.byoc.spring.internal.metrics;

import org.jspecify.annotations.NullMarked;
