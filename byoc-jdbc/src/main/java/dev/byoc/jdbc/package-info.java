/** The durable store, on SQLite and PostgreSQL. */
@NullMarked
package dev.byoc.jdbc;

import org.jspecify.annotations.NullMarked;
