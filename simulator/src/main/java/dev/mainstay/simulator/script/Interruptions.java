package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.Moment.AfterBytes;
import dev.mainstay.simulator.script.Moment.AfterEvents;
import dev.mainstay.simulator.script.Moment.InsideEvent;
import dev.mainstay.simulator.script.Moment.Mark;

/** Which breaks can happen at which moments. */
final class Interruptions {
  private Interruptions() {}

  static void requirePossible(Break how, Moment at) {
    if (needsHead(how) && at == Mark.BEFORE_HEAD) {
      throw new IllegalArgumentException(
          "error events, wrong JSON, keep-alives and early ends are said in HTTP and cannot come before the head"
              + "; use afterHead() or later, in YAML 'after: head'");
    }
    if (how instanceof Break.Drip && !isBetweenEvents(at)) {
      throw new IllegalArgumentException(
          "a drip stands between events, not inside one; use after(n) or afterHead()");
    }
  }

  private static boolean needsHead(Break how) {
    return switch (how) {
      case Break.Reset reset -> false;
      case Break.HalfClose halfClose -> false;
      case Break.Close close -> false;
      case Break.Stall stall -> false;
      case Break.Garbage garbage -> false;
      case Break.End end -> true;
      case Break.Drip drip -> true;
      case Break.WrongJson json -> true;
      case Break.ErrorEvent error -> true;
    };
  }

  private static boolean isBetweenEvents(Moment at) {
    return switch (at) {
      case Mark mark -> true;
      case AfterEvents events -> true;
      case InsideEvent event -> false;
      case AfterBytes bytes -> false;
    };
  }
}
