package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 0.5: a key in no answer, log line, event or message. */
class SecretTest {
  private static final Secret KEY = Secret.of("sk-abcdefghijklmnopqrstuvwxyz");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # whole
          key sk-abcdefghijklmnopqrstuvwxyz is wrong     | key *** is wrong
          'sk-abcdefghijklmnopqrstuvwxyz'                | ***
          Bearer:sk-abcdefghijklmnopqrstuvwxyz.          | Bearer:***.
          1sk-abcdefghijklmnopqrstuvwxyz1                | 1***1
          sk-abcdefghijklmnopqrstuvwxyz sk-abcdefghijklmnopqrstuvwxyz | *** ***

          # masked, as providers quote it
          provided: sk-abc***************wxyz. You can   | provided: ***. You can
          provided: sk-abc***************wxyz, or        | provided: ***, or
          <sk-abc****xyz>                                | <***>
          sk-abc***…***wxyz                              | ***
          (sk-…wxyz)                                     | (***)
          sk-...wxyz                                     | ***
          sk-abc...                                      | ***
          ends in …wxyz                                  | ends in ***
          Your api key: ****wxyz is invalid              | Your api key: *** is invalid
          Your api key: ****WXYZ is invalid              | Your api key: *** is invalid
          SK-••••••wxyz                                  | SK-***
          sk-a*yz                                        | ***
          a sk-ab**yz and sk-abcd......z                 | a *** and ***
          sk-abc...***wxyz                               | ******

          # somebody else's, or none at all
          provided: sk-def***************abcd.           | provided: sk-def***************abcd.
          task...xyzzy                                   | task...xyzzy
          ask**Paris                                     | ask**Paris
          **Paris** is 2**10 or 7*z                      | **Paris** is 2**10 or 7*z
          wait... so it is                               | wait... so it is
          the alphabet is abcdefghijklmnopqrstuvwxyz     | the alphabet is abcdefghijklmnopqrstuvwxyz
          ...                                            | ...
          ***                                            | ***
          """)
  void everyTraceOfTheKeyIsRemovedAndNothingElse(String text, String scrubbed) {
    assertThat(KEY.scrub(text)).isEqualTo(scrubbed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key   | the key, a key: "key" (key)=key  | the ***, a ***: "***" (***)=***
          key   | a monkey with a keyboard, key2   | a monkey with a keyboard, key2
          key   | k**y and ke...                   | k**y and ke...
          x     | xylophone x                      | xylophone ***
          a+b/= | sent a+b/= back                  | sent *** back
          """)
  void keyTooShortToBeUniqueIsRemovedWhereItStandsAlone(String key, String text, String scrubbed) {
    assertThat(Secret.of(key).scrub(text)).isEqualTo(scrubbed);
  }

  @Test
  void restOfAnOverlappingKeyIsRemovedToo() {
    assertThat(Secret.of("abcdabcd").scrub("abcdabcdabcd")).isEqualTo("***");
    assertThat(Secret.of("aaaaaaaaa").scrub("a".repeat(20))).doesNotContain("a");
  }

  @Test
  void keyOfAnyCharactersIsRemoved() {
    Secret key = Secret.of("a+b/c==.$1\\E[x](*)");

    assertThat(key.scrub("sent a+b/c==.$1\\E[x](*) or a+b/***x](*)!"))
        .isEqualTo("sent *** or ***!");
    assertThat(Secret.of("abcdefg**hijklm").scrub("abc***g**hijklm!")).isEqualTo("***!");
  }

  @Test
  void veryLongMasksAndTextsAreScrubbedToo() {
    assertThat(KEY.scrub("sk-abc" + "*".repeat(1 << 20) + "wxyz")).isEqualTo("***");
    assertThat(KEY.scrub("x*. ".repeat(1 << 14))).hasSize(1 << 16);
  }

  @Test
  void printsAsStars() {
    assertThat(KEY).hasToString("***");
    assertThat(KEY.reveal()).isEqualTo("sk-abcdefghijklmnopqrstuvwxyz");
    assertThat(Deployment.of("openai/gpt-4o").key(KEY).toString()).doesNotContain("abcdef");
  }

  @Test
  void isEqualByItsKey() {
    assertThat(KEY)
        .isEqualTo(Secret.of(" sk-abcdefghijklmnopqrstuvwxyz\n"))
        .hasSameHashCodeAs(Secret.of("sk-abcdefghijklmnopqrstuvwxyz"))
        .isNotEqualTo(Secret.of("sk-other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "sk-abc def", "sk-abc\ndef", "sk-äbc", "sk-\u0000", "sk-…wxyz"})
  void textThatNoHeaderMayCarryIsRefusedWithoutQuotingIt(String value) {
    assertThatThrownBy(() -> Secret.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("the key ")
        .doesNotContain("sk-");
  }
}
