/** Viber bots as a byoc channel; {@link dev.byoc.viber.ViberProvider} is the way in, {@link dev.byoc.viber.ViberSettings} what an account sets. */
@NullMarked
package dev.byoc.viber;

import org.jspecify.annotations.NullMarked;
