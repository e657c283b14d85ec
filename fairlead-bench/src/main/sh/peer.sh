#!/bin/sh
# Servers of others as peers of the matrix: peer.sh NAME PORT ORIGIN [CERTIFICATES], where ORIGIN is
# the port of the target of a relay, and CERTIFICATES the folder of cert.pem and key.pem. Each has one thread, or socat one process for each connection, and says
# "starting PORT". SIGTERM ends it.
set -eu
name=$1 port=$2 origin=$3 shows= certificate=
case $name in
    redis) program=redis-server package=redis-server ;;
    nginx-tls | haproxy-tls) program=${name%-tls} package=${name%-tls} ;;
    *) program=$name package=$name ;;
esac
command -v "$program" > /dev/null || {
    echo "refused there is no $program on this machine (Debian: apt-get install $package)"
    exit 0
}
stream=/usr/lib/nginx/modules/ngx_stream_module.so
if [ "$program" = nginx ] && ! [ -e "$stream" ]; then
    echo 'refused nginx has no stream module (Debian: apt-get install libnginx-mod-stream)'
    exit 0
fi
folder=$(mktemp -d)
pid=
trap 'kill $pid 2> /dev/null || true' TERM INT HUP
case $name in
    redis)
        set -- redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no \
            --dir "$folder" --logfile "$folder/log"
        ;;
    socat)
        # The buffer is for bulk: it has 8 KiB unless told.
        set -- socat -b65536 "TCP-LISTEN:$port,fork,reuseaddr,bind=127.0.0.1,backlog=1024,nodelay" \
            "TCP:127.0.0.1:$origin,nodelay"
        ;;
    haproxy | haproxy-tls)
        if [ "$name" = haproxy-tls ]; then
            cat "$4/cert.pem" "$4/key.pem" > "$folder/pem"
            shows=" ssl crt $folder/pem"
        fi
        cat > "$folder/conf" << END
global
    nbthread 1
    maxconn 4000
defaults
    mode tcp
    timeout connect 5s
    timeout client 1m
    timeout server 1m
    option splice-auto
listen relay
    bind 127.0.0.1:$port$shows
    server origin 127.0.0.1:$origin
END
        set -- haproxy -db -q -f "$folder/conf"
        ;;
    nginx | nginx-tls)
        if [ "$name" = nginx-tls ]; then
            shows=' ssl'
            certificate="ssl_certificate $4/cert.pem; ssl_certificate_key $4/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:10m;"
        fi
        cat > "$folder/conf" << END
load_module $stream;
daemon off;
master_process off;
pid $folder/pid;
error_log $folder/log;
events { worker_connections 8000; }
stream {
    server {
        listen 127.0.0.1:$port$shows backlog=1024;
        $certificate
        proxy_pass 127.0.0.1:$origin;
        proxy_half_close on;
        tcp_nodelay on;
    }
}
END
        set -- nginx -c "$folder/conf" -e "$folder/log"
        ;;
    *)
        echo "refused there is no peer $name"
        exit 0
        ;;
esac
"$@" > /dev/null 2>&1 &
pid=$!
echo "starting $port"
wait $pid || true
wait $pid || true # the first one may have ended with a signal
rm -rf "$folder"
