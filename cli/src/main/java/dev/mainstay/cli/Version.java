package dev.mainstay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven has written into the jar, and what it runs on. */
final class Version implements IVersionProvider {
  private static final String POM = "/META-INF/maven/dev.mainstay/mainstay-cli/pom.properties";

  /** The number alone; {@code development} where the classes come from no jar. */
  static String number() {
    Properties pom = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(POM)) {
      if (in != null) {
        pom.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return pom.getProperty("version", "development");
  }

  /** The version with the name before it, and what it runs on after it. */
  static String line() {
    return "mainstay " + number() + " (Java " + Runtime.version().feature() + ")";
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }
}
