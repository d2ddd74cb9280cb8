/** What an operator asks of the store: dead letters, timelines, erasure. */
@NullMarked
package dev.byoc.internal.operations;

import org.jspecify.annotations.NullMarked;
