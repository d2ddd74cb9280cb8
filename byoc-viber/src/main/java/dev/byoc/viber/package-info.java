/** Viber bots as a byoc channel; {@link dev.byoc.viber.ViberProvider} is the way in. */
@NullMarked
package dev.byoc.viber;

import org.jspecify.annotations.NullMarked;
