package dev.mainstay.program.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FieldAccessorTest {
  record Answer(String answer, int number) {
    static Object other(Answer answer) {
      return answer;
    }
  }

  @Test
  void accessorNamesItsComponent() {
    FieldAccessor<Answer> answer = Answer::answer;
    FieldAccessor<Answer> number = Answer::number;

    assertThat(answer.name()).isEqualTo("answer");
    assertThat(number.name()).isEqualTo("number");
  }

  @Test
  void lambdaIsRefused() {
    String captured = String.valueOf(1);
    FieldAccessor<Answer> lambda = answer -> answer.answer();
    FieldAccessor<Answer> capturing = answer -> answer.answer() + captured;
    FieldAccessor<Answer> method = Answer::other;

    assertThatThrownBy(lambda::name)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as in Answer::answer");
    assertThatThrownBy(capturing::name).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(method::name).isInstanceOf(IllegalArgumentException.class);
  }
}
