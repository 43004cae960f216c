J=/usr/lib/jvm/temurin-25-jdk-amd64/bin
taskset -c 0 $J/java -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED $JOPT -cp ".:$(cat /tmp/wt/tools/cp)" Relay 9202 http://127.0.0.1:$1 $2 > relay.log 2>&1 &
echo $! > relay.run
