#!/usr/bin/env bash
# ab.sh "opts1" "opts2"...: run relays one at a time interleaved with nginx; print medians
cd /tmp/wt/bench
NG=$(pgrep -P $(cat proxy.run))
i=0; pids=(); 
J=/usr/lib/jvm/temurin-25-jdk-amd64/bin
port=9210
for o in "$@"; do
  taskset -c 0 $J/java -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED $o -cp "${CPX:-.:$(cat /tmp/wt/tools/cp)}" Relay $port http://127.0.0.1:${UP:-9101} ${LOOPS:-1} > relay$port.log 2>&1 &
  pids+=($!); port=$((port+1))
done
sleep 3
port=9210
for p in "${pids[@]}"; do bash measure.sh warm $p $port ${P:-/} ${C:-64} ${WARM:-15} >/dev/null;  port=$((port+1)); done
for r in 1 2 3 4 5; do
  bash measure.sh nginx $NG 9201 ${P:-/} ${C:-64} ${S:-3}
  port=9210; k=0
  for p in "${pids[@]}"; do k=$((k+1)); bash measure.sh "relay$k" $p $port ${P:-/} ${C:-64} ${S:-3}; port=$((port+1)); done
done
for p in "${pids[@]}"; do kill $p; done
