/** What differs between SQLite and PostgreSQL, and how each is opened and proved. */
@NullMarked
package dev.byoc.jdbc.internal;

import org.jspecify.annotations.NullMarked;
