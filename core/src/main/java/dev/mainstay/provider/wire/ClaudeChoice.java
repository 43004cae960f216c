package dev.mainstay.provider.wire;

/**
 * What becomes of a choice that forces a Claude to call a tool. Some refuse every such choice, and
 * all of them refuse one beside thoughts that are asked for.
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools
 */
public final class ClaudeChoice {
  private static final String CHOICE = "tool_choice";
  private static final String THINKING = "thinking";

  private ClaudeChoice() {}

  /**
   * Whether the choice of {@code taken}, which forces a tool, goes to {@code model}. The
   * deployment's gives way to the model, and to thoughts that the caller asks for.
   *
   * @throws UnsupportedException if the caller made the choice, the model refuses it, and the
   *     policy leaves nothing out
   */
  public static boolean mayForce(String provider, ClaudeModel model, TakenRequest taken) {
    if (!model.takesForcedTool()) {
      if (!taken.leavesOut(CHOICE) && !taken.isOurs(CHOICE)) {
        throw new UnsupportedException(
            CHOICE,
            provider
                + " does not take a 'tool_choice' that forces a tool for '"
                + model.name()
                + "'; use auto, or "
                + UnsupportedException.OR_DROP);
      }
      return false;
    }
    return !(taken.isOurs(CHOICE) && asksForThoughts(taken) && !taken.isOurs(THINKING));
  }

  /**
   * Nothing, if the thoughts that {@code taken} asks for give way to its choice, which forces a
   * tool: an effort is a wish, and {@code thinking} of the deployment's gives way.
   *
   * @throws UnsupportedException if the caller asked for both, and the policy leaves nothing out
   */
  static void requireNoThoughts(String provider, TakenRequest taken) {
    if (asksForThoughts(taken) && !taken.leavesOut(THINKING) && !taken.isOurs(THINKING)) {
      throw new UnsupportedException(
          THINKING,
          provider
              + " does not take 'thinking' beside a 'tool_choice' that forces a tool; use auto, or "
              + UnsupportedException.OR_DROP);
    }
  }

  private static boolean asksForThoughts(TakenRequest taken) {
    return taken.json().object(THINKING).filter(ClaudeSampling::isOn).isPresent();
  }
}
