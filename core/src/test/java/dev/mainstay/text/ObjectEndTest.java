package dev.mainstay.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectEndTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", " {'a':[1,{'b':'}'}]}\n", "{'a':'\\'}','b':'\\\\'}"})
  void objectIsWholeAtItsEndHoweverItIsCut(String text) {
    String object = text.replace('\'', '"');
    ObjectEnd end = new ObjectEnd();
    int last = object.lastIndexOf('}');

    for (int i = 0; i < object.length(); i++) {
      assertThat(end.isWhole()).isEqualTo(i > last);
      end.add(object.substring(i, i + 1));
    }

    assertThat(end.isWhole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[]", "x{}", "{}x", "{}{}", "{\"a\":\"}", "\"{}\""})
  void anythingElseIsNotWhole(String text) {
    ObjectEnd end = new ObjectEnd();
    end.add(text);

    assertThat(end.isWhole()).isFalse();
  }

  @Test
  void eachCharacterIsReadOnce() {
    AtomicInteger read = new AtomicInteger();
    ObjectEnd end = new ObjectEnd();

    for (int i = 0; i < 1000; i++) {
      end.add(counted("{ ", read));
      assertThat(end.isWhole()).isFalse();
    }

    assertThat(read).hasValue(2000);
  }

  private static CharSequence counted(String text, AtomicInteger read) {
    return new CharSequence() {
      @Override
      public int length() {
        return text.length();
      }

      @Override
      public char charAt(int index) {
        read.incrementAndGet();
        return text.charAt(index);
      }

      @Override
      public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
      }

      @Override
      public String toString() {
        return text;
      }
    };
  }
}
