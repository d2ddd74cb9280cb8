/** What operators ask of a running relay. */
@NullMarked
package dev.byoc.app.admin;

import org.jspecify.annotations.NullMarked;
