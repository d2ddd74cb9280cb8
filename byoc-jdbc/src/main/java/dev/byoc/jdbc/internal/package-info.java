/** What a database of either kind has to answer, and what both share: schema scripts, statements, stored text. */
@NullMarked
package dev.byoc.jdbc.internal;

import org.jspecify.annotations.NullMarked;
