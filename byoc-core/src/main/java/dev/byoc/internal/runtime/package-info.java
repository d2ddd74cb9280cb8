/** Threads, and log lines that a flood cannot multiply. */
@NullMarked
package dev.byoc.internal.runtime;

import org.jspecify.annotations.NullMarked;
