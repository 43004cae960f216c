#!/usr/bin/env bash
# measure.sh name pid port path conns secs : prints us per request
name=$1; pid=$2; port=$3; path=$4; c=$5; s=$6
a=$(bash cpu.sh $pid); out=$(taskset -c 1 wrk -t1 -c$c -d${s}s --latency -s post.lua http://127.0.0.1:$port$path 2>&1); b=$(bash cpu.sh $pid)
n=$(echo "$out" | awk '/requests in/ {print $1}'); lat=$(echo "$out" | awk '/50%|99%/ {print $2}' | tr '\n' ' '); err=$(echo "$out" | grep -i -E "socket errors|Non-2xx" | tr '\n' ' ')
echo "$name c=$c $path: $(echo "($b-$a)*10000/$n" | bc -l | cut -c1-6) us/req, $((n/s)) req/s, p50/p99 $lat $err"
