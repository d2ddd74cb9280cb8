/** A relay in a process of its own. */
@NullMarked
package dev.byoc.app.serve;

import org.jspecify.annotations.NullMarked;
