/** A relay's meters for Micrometer. */
@NullMarked
package dev.byoc.micrometer;

import org.jspecify.annotations.NullMarked;
