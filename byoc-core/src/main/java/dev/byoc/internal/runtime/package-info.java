/** Threads, and what bounds log and memory in a flood. */
@NullMarked
package dev.byoc.internal.runtime;

import org.jspecify.annotations.NullMarked;
