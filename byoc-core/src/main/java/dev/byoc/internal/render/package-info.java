/** What a channel can show of a content. */
@NullMarked
package dev.byoc.internal.render;

import org.jspecify.annotations.NullMarked;
