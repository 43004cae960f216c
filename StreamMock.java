import java.io.*; import java.net.*; import java.util.concurrent.locks.LockSupport;
public class StreamMock {
  public static void main(String[] a) throws Exception {
    ServerSocket ss = new ServerSocket(Integer.parseInt(a[0]), 2000, InetAddress.getLoopbackAddress());
    byte[] ev = ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello hello\"},\"finish_reason\":null}]}\n\n").getBytes();
    byte[] chunk = (Integer.toHexString(ev.length) + "\r\n" + new String(ev) + "\r\n").getBytes();
    while (true) { Socket s = ss.accept(); s.setTcpNoDelay(true); Thread.startVirtualThread(() -> { try (s) {
      InputStream in = new BufferedInputStream(s.getInputStream()); OutputStream out = s.getOutputStream();
      while (true) {
        int len = 0; String line; int pace = 10;
        boolean first = true;
        while (!(line = rl(in)).isEmpty()) { if (first) { first=false; int i = line.indexOf("pace="); if (i>0) pace = Integer.parseInt(line.substring(i+5, line.indexOf(' ', i))); } if (line.toLowerCase().startsWith("content-length:")) len = Integer.parseInt(line.substring(15).trim()); }
        in.readNBytes(len);
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
        for (int i = 0; i < 100; i++) { if (pace>0) LockSupport.parkNanos(pace * 1000000L); out.write(chunk); }
        out.write("0\r\n\r\n".getBytes());
      } } catch (IOException e) {} }); }
  }
  static String rl(InputStream in) throws IOException { StringBuilder b = new StringBuilder(); int c; while ((c = in.read()) != '\n') { if (c < 0) throw new EOFException(); if (c != '\r') b.append((char) c); } return b.toString(); }
}
