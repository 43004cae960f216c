package dev.mainstay.gateway.server;

import dev.mainstay.http.Headers;
import dev.mainstay.http.Headers.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The lines of a message's head, between our headers and Netty's bytes. */
final class HeadLines {
  // ": " and a line end.
  private static final int FRAME_BYTES = 4;
  private static final int COLON = ':' << 8 | ' ';
  private static final int CRLF = '\r' << 8 | '\n';

  private HeadLines() {}

  /** How many bytes {@code headers} have as lines. */
  static int size(Headers headers) {
    int size = 0;
    for (Header header : headers.entries()) {
      size += header.name().length() + header.value().length() + FRAME_BYTES;
    }
    return size;
  }

  static void write(ByteBuf out, Headers headers) {
    for (Header header : headers.entries()) {
      write(out, header.name(), header.value());
    }
  }

  static void write(ByteBuf out, String name, String value) {
    ByteBufUtil.writeAscii(out, name);
    out.writeShort(COLON);
    ByteBufUtil.writeAscii(out, value);
    out.writeShort(CRLF);
  }

  static void end(ByteBuf out) {
    out.writeShort(CRLF);
  }

  static Headers read(HttpHeaders came) {
    List<Header> headers = new ArrayList<>(came.size());
    for (Iterator<Map.Entry<CharSequence, CharSequence>> i = came.iteratorCharSequence();
        i.hasNext(); ) {
      Map.Entry<CharSequence, CharSequence> header = i.next();
      headers.add(new Header(header.getKey().toString(), header.getValue().toString()));
    }
    return Headers.of(headers);
  }
}
