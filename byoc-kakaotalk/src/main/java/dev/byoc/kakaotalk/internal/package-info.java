/** What both channels share: contents as KakaoTalk shows them, and requests without a signature. */
@NullMarked
package dev.byoc.kakaotalk.internal;

import org.jspecify.annotations.NullMarked;
