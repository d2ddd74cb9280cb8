/** What both channels share: contents as KakaoTalk shows them, and requests that nobody has signed. */
@NullMarked
package dev.byoc.kakaotalk.internal;

import org.jspecify.annotations.NullMarked;
