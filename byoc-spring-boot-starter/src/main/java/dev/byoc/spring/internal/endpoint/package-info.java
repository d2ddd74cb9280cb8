/** The actuator's endpoint {@code byoc}. */
@NullMarked
package dev.byoc.spring.internal.endpoint;

import org.jspecify.annotations.NullMarked;
