/** What an application meets of its store: dead letters and timelines. */
@NullMarked
package dev.byoc.store;

import org.jspecify.annotations.NullMarked;
