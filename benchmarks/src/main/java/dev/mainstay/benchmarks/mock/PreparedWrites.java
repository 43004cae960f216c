package dev.mainstay.benchmarks.mock;

import java.nio.ByteBuffer;
import java.util.List;

/** An answer's writes, ready to go out. */
record PreparedWrites(Workload workload, List<ByteBuffer> writes) {
  PreparedWrites(Workload workload) {
    this(workload, Workloads.writes(workload).stream().map(PreparedWrites::direct).toList());
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
