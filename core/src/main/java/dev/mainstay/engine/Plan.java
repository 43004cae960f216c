package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.stream.Stage;
import java.util.Optional;

/** How a deployment that has let a call in is asked, or why it is not. */
sealed interface Plan {

  /**
   * It is asked.
   *
   * @param request what
   * @param choices how many choices its answer is to have
   * @param visible what of the answer commits it
   * @param joint joins the answer's chunks to what the caller has, where that stands
   * @param opening what the caller is told before the first chunk of the answer
   * @param mayRefuseSilence whether an answer in which a safety system left nothing may be had
   *     better elsewhere
   */
  record Ask(
      ChatRequest request,
      int choices,
      VisibleOutput visible,
      Optional<? extends Stage> joint,
      Optional<ChatEvent> opening,
      boolean mayRefuseSilence)
      implements Plan {}

  /** It is passed over, for what others need not be. */
  record PassOver(Failure why) implements Plan {}

  /** Nobody is asked any more. */
  record End(Failure why) implements Plan {}
}
