/** What the starter makes of an application's properties and beans. */
@NullMarked
package dev.byoc.spring.internal;

import org.jspecify.annotations.NullMarked;
