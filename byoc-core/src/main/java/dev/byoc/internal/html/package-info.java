/** Rich text as agents write and paste it, as plain text and pictures. */
@NullMarked
package dev.byoc.internal.html;

import org.jspecify.annotations.NullMarked;
