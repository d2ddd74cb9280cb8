/** PostgreSQL, reached through the connections of a pool of the application. */
@NullMarked
package dev.byoc.jdbc.internal.postgres;

import org.jspecify.annotations.NullMarked;
