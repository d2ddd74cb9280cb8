/** What is wrong at present, and what has shown it. */
@NullMarked
package dev.byoc.internal.health;

import org.jspecify.annotations.NullMarked;
