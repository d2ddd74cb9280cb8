/** What agents are told, and customers never are. */
@NullMarked
package dev.byoc.internal.notes;

import org.jspecify.annotations.NullMarked;
