/** The dialect, which each database implements, and what the databases share: schema scripts, statements, stored text. */
@NullMarked
package dev.byoc.jdbc.internal;

import org.jspecify.annotations.NullMarked;
