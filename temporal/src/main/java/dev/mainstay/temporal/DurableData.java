package dev.mainstay.temporal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.google.protobuf.ByteString;
import dev.mainstay.json.Json;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.converter.PayloadConverter;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * How requests, answers and what belongs to them travel as payloads: as the JSON that they are,
 * byte for byte; inside records of a user's own value for value, each number as it was written.
 * Everything else travels as Temporal's own converters have it.
 *
 * <pre>{@code
 * WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build()
 * }</pre>
 *
 * <p>Workers and clients must both use it.
 */
public final class DurableData {
  private DurableData() {}

  /** Temporal's converter, with requests and answers as their own JSON. */
  public static DataConverter converter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(payloadConverter());
  }

  /** The converter of JSON payloads alone, for a data converter of a user's own. */
  public static PayloadConverter payloadConverter() {
    ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper();
    SimpleModule module = new SimpleModule("mainstay");
    TravellingType.ALL.forEach(type -> register(module, type));
    mapper.registerModule(module);
    return new Converter(new JacksonJsonPayloadConverter(mapper));
  }

  private static <T> void register(SimpleModule module, TravellingType<T> type) {
    module.addSerializer(type.type(), new Serializer<>(type));
    module.addDeserializer(type.type(), new Deserializer<>(type));
  }

  /** Ours are read from the bytes themselves, so that numbers stay as they were written. */
  private record Converter(PayloadConverter others) implements PayloadConverter {
    @Override
    public String getEncodingType() {
      return others.getEncodingType();
    }

    @Override
    public Optional<Payload> toData(Object value) throws DataConverterException {
      Optional<? extends TravellingType<?>> type =
          value == null ? Optional.empty() : TravellingType.of(value.getClass());
      return type.isPresent()
          ? Optional.of(payload(type.get().write(value).toBytes()))
          : others.toData(value);
    }

    private Payload payload(byte[] json) {
      return Payload.newBuilder()
          .putMetadata(
              EncodingKeys.METADATA_ENCODING_KEY, ByteString.copyFromUtf8(getEncodingType()))
          .setData(ByteString.copyFrom(json))
          .build();
    }

    @Override
    public <T> T fromData(Payload payload, Class<T> valueType, Type genericType)
        throws DataConverterException {
      Optional<TravellingType<T>> type = TravellingType.of(valueType);
      try {
        return type.isPresent()
            ? type.get().reader().apply(Json.parseObject(payload.getData().toByteArray()))
            : others.fromData(payload, valueType, genericType);
      } catch (RuntimeException e) {
        // What it says of the payload may quote a prompt.
        throw new UnreadableException(valueType, e);
      }
    }
  }

  private static final class Serializer<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient TravellingType<T> travelling;

    Serializer(TravellingType<T> travelling) {
      super(travelling.type());
      this.travelling = travelling;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(travelling.write(value).toJson());
    }
  }

  private static final class Deserializer<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient TravellingType<T> travelling;

    Deserializer(TravellingType<T> travelling) {
      super(travelling.type());
      this.travelling = travelling;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      StringWriter json = new StringWriter();
      try (JsonGenerator out = in.getCodec().getFactory().createGenerator(json)) {
        copy(in, out);
      }
      return travelling.reader().apply(Json.parseObject(json.toString()));
    }

    // A number is copied as it is written: no type of Java's has all of them.
    private static void copy(JsonParser in, JsonGenerator out) throws IOException {
      int depth = 0;
      JsonToken token = in.currentToken();
      while (token != null) {
        if (token.isNumeric()) {
          out.writeNumber(in.getText());
        } else {
          out.copyCurrentEvent(in);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        token = depth == 0 ? null : in.nextToken();
      }
    }
  }
}
