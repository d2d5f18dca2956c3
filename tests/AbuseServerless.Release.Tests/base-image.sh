#!/usr/bin/env bash
# Serves, in a registry at a port, an image that stands in for that of .NET on which the gate's container image stands: the same libraries, of this machine's distribution.
# Usage: base-image.sh FOLDER PORT REPOSITORY:TAG. Says "serving" and runs until its input ends. Exit code 77: no image could be made, such as without a mirror of packages.
set -euo pipefail
folder=$1 port=$2 image=$3
sources=$(ls /etc/apt/sources.list.d/{debian,ubuntu}.sources 2>/dev/null || true)
icu=$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)
mmdebstrap --quiet --mode=root --variant=extract --include="libstdc++6,zlib1g,tzdata,ca-certificates,openssl,$icu" "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$folder/base.tar" $sources 2> "$folder/log" || { tail -n 3 "$folder/log" >&2; exit 77; }

# The user that the images of .NET have.
mkdir -p "$folder/files/etc"
printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/false\n' > "$folder/files/etc/passwd"
printf 'root:x:0:\napp:x:1654:\n' > "$folder/files/etc/group"
tar -rf "$folder/base.tar" -C "$folder/files" ./etc/passwd ./etc/group

printf 'version: 0.1\nstorage: { filesystem: { rootdirectory: "%s/registry" } }\nhttp: { addr: "127.0.0.1:%s" }\n' "$folder" "$port" > "$folder/registry.yml"
docker-registry serve "$folder/registry.yml" > "$folder/log" 2>&1 < /dev/null &
trap 'kill %1' EXIT
for _ in $(seq 300); do
  ! curl -s -m 5 -o /dev/null "http://127.0.0.1:$port/v2/" || break
  kill -0 %1 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 1
done
podman=(podman --storage-driver vfs --root "$folder/storage" --runroot "$folder/run")
"${podman[@]}" import --quiet "$folder/base.tar" base:1 > /dev/null
"${podman[@]}" push --quiet --tls-verify=false base:1 "127.0.0.1:$port/$image"
rm -r "$folder/storage" "$folder/base.tar"
echo serving
cat > /dev/null
