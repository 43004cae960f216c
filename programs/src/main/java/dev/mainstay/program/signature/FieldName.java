package dev.mainstay.program.signature;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name of a method reference. By the way in which it would be serialised, since that asks
 * for no access to the package in which it stands; nothing is kept of what is written.
 */
final class FieldName extends ObjectOutputStream {
  private @Nullable SerializedLambda lambda;

  private FieldName() throws IOException {
    super(OutputStream.nullOutputStream());
    enableReplaceObject(true);
  }

  static String of(FieldAccessor<?> field) {
    SerializedLambda lambda = written(field);
    if (lambda == null
        || lambda.getImplMethodName().contains("$")
        || lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic) {
      throw new IllegalArgumentException(
          "a field is named by its record's accessor, as in Answer::answer, or by its name as a"
              + " String; this is something else: "
              + (lambda == null ? field.getClass().getName() : lambda.getImplMethodName()));
    }
    return lambda.getImplMethodName();
  }

  private static @Nullable SerializedLambda written(FieldAccessor<?> field) {
    try (FieldName stream = new FieldName()) {
      stream.writeObject(field);
      return stream.lambda;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a field is named by its record's accessor, as in Answer::answer", e);
    }
  }

  @Override
  protected @Nullable Object replaceObject(Object object) {
    if (object instanceof SerializedLambda found) {
      lambda = found;
      return null;
    }
    return object;
  }
}
