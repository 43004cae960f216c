# cpu ticks of pid list
for p in $@; do awk '{s+=$14+$15} END {print s}' /proc/$p/stat; done | awk '{s+=$1} END {print s}'
