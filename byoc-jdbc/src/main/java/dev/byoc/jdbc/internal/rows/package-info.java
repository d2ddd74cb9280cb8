/** The rows of entries and links: how changes write them, and how they are looked up. */
@NullMarked
package dev.byoc.jdbc.internal.rows;

import org.jspecify.annotations.NullMarked;
