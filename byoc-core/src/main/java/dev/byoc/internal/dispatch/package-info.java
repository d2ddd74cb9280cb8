/** Works on lanes, each in order, and retries: no word of messengers or Freshchat. */
@NullMarked
package dev.byoc.internal.dispatch;

import org.jspecify.annotations.NullMarked;
