/** A store in memory: for trying out and tests, as it forgets at the end of the process. */
@NullMarked
package dev.byoc.memory;

import org.jspecify.annotations.NullMarked;
