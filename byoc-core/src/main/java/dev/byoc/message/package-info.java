/** What customers and agents say, as values that know neither a messenger nor Freshchat. */
@NullMarked
package dev.byoc.message;

import org.jspecify.annotations.NullMarked;
