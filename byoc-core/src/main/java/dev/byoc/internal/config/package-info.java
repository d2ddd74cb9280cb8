/** Reads and checks what a builder was asked for, and names every fault of it. */
@NullMarked
package dev.byoc.internal.config;

import org.jspecify.annotations.NullMarked;
