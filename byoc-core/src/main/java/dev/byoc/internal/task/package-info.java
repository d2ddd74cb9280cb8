/** What an entry asks for, as a value and as it is stored. */
@NullMarked
package dev.byoc.internal.task;

import org.jspecify.annotations.NullMarked;
