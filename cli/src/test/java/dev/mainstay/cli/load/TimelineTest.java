package dev.mainstay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
  @Test
  void eachSecondHasItsCellWhileThereAreFew() {
    Timeline timeline = new Timeline(4);

    send(timeline, 0, 2, 2, 3);

    assertThat(sent(timeline)).containsExactly(1L, 0L, 2L, 1L);
    assertThat(timeline.cellSeconds()).isEqualTo(1);
  }

  @Test
  void neighboursAreMergedWhereThereAreMoreThanMayBe() {
    Timeline timeline = new Timeline(4);

    send(timeline, 0, 1, 2, 3, 4, 4);

    assertThat(sent(timeline)).containsExactly(2L, 2L, 2L);
    assertThat(timeline.cellSeconds()).isEqualTo(2);
  }

  @Test
  void aMergedCellHasAllThatItsNeighboursHad() {
    Timeline timeline = new Timeline(2);
    timeline.at(0).whole.recordValue(10);
    timeline.at(0).misses.put("HTTP 429", 1L);
    timeline.at(1).whole.recordValue(30);
    timeline.at(1).first.recordValue(5);
    timeline.at(1).answered = 7;
    timeline.at(1).misses.put("HTTP 429", 2L);

    timeline.at(2).sent++;

    Cell merged = timeline.at(0);
    assertThat(timeline.at(1)).isSameAs(merged);
    assertThat(merged.whole.getTotalCount()).isEqualTo(2);
    assertThat(merged.whole.getMaxValue()).isEqualTo(30);
    assertThat(merged.first.getTotalCount()).isEqualTo(1);
    assertThat(merged.answered).isEqualTo(7);
    assertThat(merged.misses).containsExactly(Map.entry("HTTP 429", 3L));
  }

  @Test
  void aWeekHasNoMoreCellsThanAQuarterOfAnHour() {
    Timeline timeline = new Timeline(900);

    send(timeline, 0, 7 * 24 * 3600);

    List<Long> sent = sent(timeline);
    assertThat(sent).hasSizeLessThanOrEqualTo(900);
    assertThat(sent.getFirst()).isEqualTo(1);
    assertThat(sent.getLast()).isEqualTo(1);
    assertThat(timeline.cellSeconds()).isEqualTo(1_024);
  }

  private static void send(Timeline timeline, long... seconds) {
    for (long second : seconds) {
      timeline.at(second).sent++;
    }
  }

  private static List<Long> sent(Timeline timeline) {
    return timeline.cells().stream().map(cell -> cell.sent).toList();
  }
}
