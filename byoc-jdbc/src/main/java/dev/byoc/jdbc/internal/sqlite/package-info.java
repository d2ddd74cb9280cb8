/** SQLite in one file: its connections, its log, its lock, and whether it is whole and in its place. */
@NullMarked
package dev.byoc.jdbc.internal.sqlite;

import org.jspecify.annotations.NullMarked;
