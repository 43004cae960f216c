package dev.mainstay.cli.plot;

import java.util.List;
import java.util.Locale;

/**
 * Diagrams below each other.
 *
 * @param title what they show
 * @param subtitle what must be known of it
 * @param across what runs from left to right
 * @param panels the diagrams
 */
public record Figure(String title, String subtitle, String across, List<Panel> panels) {
  private static final int WIDTH = 900;
  private static final int HEAD = 64;
  private static final int PANEL = 190;
  private static final int FOOT = 30;

  /** All of it as an SVG. */
  public String svg() {
    int height = HEAD + panels.size() * PANEL + FOOT;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n",
            WIDTH,
            height,
            WIDTH,
            height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    svg.append("<text x=\"20\" y=\"26\" font-size=\"16\" font-weight=\"600\">")
        .append(escape(title))
        .append("</text>\n<text x=\"20\" y=\"46\" fill=\"#57606a\">")
        .append(escape(subtitle))
        .append("</text>\n");
    for (int i = 0; i < panels.size(); i++) {
      panels.get(i).draw(svg, HEAD + i * PANEL, WIDTH, PANEL);
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" fill=\"#57606a\" text-anchor=\"end\">%s</text>\n",
            WIDTH - 20,
            height - 10,
            escape(across)));
    return svg.append("</svg>\n").toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
