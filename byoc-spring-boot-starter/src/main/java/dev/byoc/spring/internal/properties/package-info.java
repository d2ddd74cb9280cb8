/** Reads the properties below {@code byoc.}, and says their faults without their values. */
@NullMarked
package dev.byoc.spring.internal.properties;

import org.jspecify.annotations.NullMarked;
