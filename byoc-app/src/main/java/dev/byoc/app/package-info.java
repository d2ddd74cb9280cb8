/** The program. */
@NullMarked
package dev.byoc.app;

import org.jspecify.annotations.NullMarked;
