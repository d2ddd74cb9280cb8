/** Tells the log and the listeners what happened. */
@NullMarked
package dev.byoc.internal.report;

import org.jspecify.annotations.NullMarked;
