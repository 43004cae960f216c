package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.StatusKind;
import dev.mainstay.program.reader.FieldPiece;
import dev.mainstay.program.signature.AnswerForm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one conversation tells whoever listens, in the order in which it happened. */
final class EventQueue<O> {
  private final Run run;
  private final List<String> names;
  private final Deque<ProgramEvent<O>> ready = new ArrayDeque<>();
  private int take;
  private boolean isSeen;
  private @Nullable String underWay;
  private @Nullable AnswerForm form;

  /**
   * Nothing told yet.
   *
   * @param names the names of the fields, in their order
   */
  EventQueue(Run run, List<String> names) {
    this.run = run;
    this.names = names;
  }

  /** The next event; null where none is ready. */
  @Nullable ProgramEvent<O> next() {
    return ready.poll();
  }

  /** Tells at once what is ready: something else begins that may take long. */
  void flush() {
    for (ProgramEvent<O> event = next(); event != null; event = next()) {
      run.root().emit(event);
    }
  }

  /** Whether anything of the answer has been told since it began. */
  boolean isSeen() {
    return isSeen;
  }

  /** Whether somebody wants to see the field. */
  boolean isHeard(int field) {
    return field < names.size() && run.root().options().listen().to(run.path(), names.get(field));
  }

  /** Whether somebody wants to see any field. */
  boolean isAnyHeard() {
    for (int i = 0; i < names.size(); i++) {
      if (isHeard(i)) {
        return true;
      }
    }
    return false;
  }

  void add(ProgramEvent<O> event) {
    ready.add(event);
  }

  void status(StatusKind kind, String text) {
    if (run.root().isStreamed()) {
      ready.add(new ProgramEvent.Status<>(run.path(), kind, text));
    }
  }

  void attemptBegun(String deployment) {
    underWay = deployment;
    status(StatusKind.ATTEMPT_BEGUN, run.root().options().words().attemptBegun(deployment));
  }

  /** Tells the end of the attempt that is under way, where one is. */
  void attemptEnded() {
    String deployment = underWay;
    if (deployment != null) {
      underWay = null;
      status(StatusKind.ATTEMPT_ENDED, run.root().options().words().attemptEnded(deployment));
    }
  }

  /** Tells the form in which a deployment is asked, where it is another than before. */
  void formChosen(String deployment, AnswerForm chosen) {
    if (form != chosen) {
      form = chosen;
      status(
          StatusKind.FORM_CHOSEN,
          run.root().options().words().formChosen(deployment, chosen.word()));
    }
  }

  /** The answer begins anew; nobody needs to be told who has seen nothing. */
  void restart(String why) {
    if (isSeen) {
      isSeen = false;
      ready.add(new ProgramEvent.Restarted<>(run.path(), ++take, why));
    }
  }

  void tell(List<FieldPiece> pieces) {
    for (FieldPiece piece : pieces) {
      if (isHeard(piece.field())) {
        isSeen = true;
        ready.add(event(piece, names.get(piece.field())));
      }
    }
  }

  private ProgramEvent<O> event(FieldPiece piece, String name) {
    return switch (piece) {
      case FieldPiece.Begun begun -> new ProgramEvent.FieldBegun<>(run.path(), name, take);
      case FieldPiece.Text(int field, String text) ->
          new ProgramEvent.FieldDelta<>(run.path(), name, text, take);
      case FieldPiece.Done done -> new ProgramEvent.FieldDone<>(run.path(), name, take);
    };
  }
}
