package dev.mainstay.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
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

          # its beginning, unmasked
          provided: sk-abcdefghijklmnopq is no key       | provided: *** is no key
          "sk-abcdefghijklmnopqrstuvwxy" or sk-abcdefghijklm! | "***" or ***!
          all keys begin with sk-abcdefghijk, mostly     | all keys begin with sk-abcdefghijk, mostly

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
          SK-••••••wxyz                                  | ***
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SK-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "sk-abcdefghij\nklmnopqrstuvwxyz",
        "sk-abcdefghij\r\n    klmnopqrstuvwxyz",
        "sk-abcde fghij klmno pqrst uvwxyz",
        "sk-abcdefghij\u200bklmnopqrstuvwxyz",
        "sk%2Dabcdefghijklmnopqrstuvwxyz",
        "%73%6b%2dabcdefghijklmnopqrstuvwxyz",
        "SK-ABC***WXYZ",
        "sk-abcdefghij\\n  klmnopqrstuvwxyz",
        "sk\\u002dabcdefghij\\u006Blmnopqrstuvwxyz",
      })
  void keyIsRemovedHoweverItIsWritten(String written) {
    assertThat(KEY.scrub("key " + written + ".")).isEqualTo("key ***.");
    assertThat(KEY.scrub(" ".repeat(16 * 1024) + written + "!")).endsWith(" ***!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "user:", "Bearer "})
  void keyIsRemovedFromBase64(String before) {
    String written = Base64.getEncoder().encodeToString((before + KEY.reveal()).getBytes(US_ASCII));

    assertThat(KEY.scrub("Basic " + written))
        .doesNotContain(written.substring(written.length() / 2));
  }

  @Test
  void beginningOfTheKeyIsRemovedWhereTheTextEndsInIt() {
    assertThat(KEY.scrub("key sk-abcdefghijkl")).isEqualTo("key ***");
    assertThat(KEY.scrub("keys begin with sk-abc")).isEqualTo("keys begin with sk-abc");
  }

  // What is read grows with the text and not faster, whatever it is made of.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-abc",
        "sk-abcdefghijklmnopqrstuvwxy",
        "*",
        "*a",
        "...",
        "aaaa",
        "%",
        "%7",
        "z*"
      })
  void hostileTextIsReadOnce(String piece) {
    String key = "a".repeat(500) + "z";
    for (String secret : List.of(KEY.reveal(), key)) {
      long once = reads(secret, piece.repeat(2_000));
      long twice = reads(secret, piece.repeat(4_000));

      assertThat(twice).isLessThan(once * 21 / 10);
      assertThat(once).isLessThan(30L * piece.length() * 2_000);
    }
  }

  private static long reads(String key, String text) {
    CountedText counted = new CountedText(text);
    new Spelling(key).addTo(new Spans(), counted);
    new MaskedKey(key).addTo(new Spans(), counted);
    return counted.reads();
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
    assertThat(key.scrub("sent a\\u002Bb\\/c==.$1\\\\E[x](*)!")).isEqualTo("sent ***!");
    assertThat(Secret.of("abcd\\nefghi").scrub("abcd\\nefghi!")).isEqualTo("***!");
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
    assertThat(Deployment.of("openai/gpt-4o").withKey(KEY).toString()).doesNotContain("abcdef");
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
