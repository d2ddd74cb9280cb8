/** Sides that take turns in one process, and what a message costs each of them. */
@NullMarked
package dev.byoc.examples.bench.contest;

import org.jspecify.annotations.NullMarked;
