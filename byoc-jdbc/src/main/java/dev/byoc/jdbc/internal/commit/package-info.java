/** Group commits of a durable store: the writer, its transactions, and the claims that follow from them. */
@NullMarked
package dev.byoc.jdbc.internal.commit;

import org.jspecify.annotations.NullMarked;
