/**
 * KakaoTalk as byoc channels: {@link dev.byoc.kakaotalk.KakaoTalkProvider} for people who answer (Consultation Talk),
 * {@link dev.byoc.kakaotalk.KakaoTalkSkillProvider} for the chatbot's skill; {@link dev.byoc.kakaotalk.KakaoTalkSettings} and {@link
 * dev.byoc.kakaotalk.KakaoTalkSkillSettings} are what an account sets.
 */
@NullMarked
package dev.byoc.kakaotalk;

import org.jspecify.annotations.NullMarked;
