#!/usr/bin/env bash
# Installs, upgrades and purges the gate's Debian package in a copy of this machine's root, in mount and network namespaces of its own: nothing of this machine is changed.
# Usage: gate-in-a-tree.sh FOLDER FIRST.deb SECOND.deb; says a line for each thing that was found.
set -euo pipefail
if [ -z "${IN_NAMESPACE:-}" ]; then
  IN_NAMESPACE=1 exec unshare --mount --pid --fork --net bash "$0" "$@"
fi

folder=$1
mount -t tmpfs none "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
root="$folder/root"
mkdir -p "$root/proc" "$root/run" "$root/tmp"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs none "$root/run"
mount -t tmpfs none "$root/tmp"
# What somebody has run by hand here is none of its business.
rm -rf "$root/var/lib/abuse-gate" "$root/etc/abuse-gate"
ip link set lo up
cp "$2" "$root/tmp/first.deb"
cp "$3" "$root/tmp/second.deb"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

chroot "$root" dpkg --force-depends -i /tmp/first.deb >/dev/null 2>&1
echo "installed: $(chroot "$root" dpkg-query -W -f '${Status} ${Version}' abuse-gate)"
echo "user: $(chroot "$root" id -un abuse-gate)"
echo "runs as: $(sed -n 's/^User=//p' "$root/lib/systemd/system/abuse-gate.service")"
echo "secrets: $(stat -c '%U %a' "$root/etc/abuse-gate/gate.env")"
echo "version: $(chroot "$root" abuse-gate --version)"

# As its user, with a storage account that does not answer: it lives, and is not ready.
mkdir -p "$root/var/lib/abuse-gate" && chroot "$root" chown abuse-gate: /var/lib/abuse-gate
Storage='DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:1/a;' \
  EventHubs='Endpoint=sb://127.0.0.1;SharedAccessKeyName=a;SharedAccessKey=YQ==;UseDevelopmentEmulator=true;' \
  chroot --userspec=abuse-gate:abuse-gate "$root" /usr/sbin/abuse-gate > "$folder/gate.log" 2>&1 &
gate=$!
answer() { curl -s -m 5 -o /dev/null -w '%{http_code}' "http://127.0.0.1:8481$1" || true; }
for _ in $(seq 300); do
  [ "$(answer /healthz/live)" != 200 ] || break
  kill -0 $gate 2>/dev/null || { cat "$folder/gate.log" >&2; exit 1; }
  sleep 1
done
echo "live: $(answer /healthz/live), ready: $(answer /healthz)"
echo "answers: $(curl -s 'http://127.0.0.1:8481/?command=allow' -d '{"login":"alice@example.jp","remote":"192.0.2.1"}')"
kill $gate && wait $gate || true

# What the operator wrote survives an upgrade.
echo '// mine' >> "$root/etc/abuse-gate/gate.json"
echo 'A=B' > "$root/etc/abuse-gate/gate.env"
chroot "$root" dpkg --force-depends --force-confold -i /tmp/second.deb >/dev/null 2>&1
echo "upgraded: $(chroot "$root" dpkg-query -W -f '${Version}' abuse-gate), settings kept: $(grep -c '^// mine' "$root/etc/abuse-gate/gate.json"), secrets kept: $(grep -c A=B "$root/etc/abuse-gate/gate.env")"

chroot "$root" dpkg -r abuse-gate >/dev/null 2>&1
echo "removed: program $([ -e "$root/usr/lib/abuse-gate" ] && echo there || echo gone), settings $([ -e "$root/etc/abuse-gate/gate.json" ] && echo there || echo gone)"
chroot "$root" dpkg -P abuse-gate >/dev/null 2>&1
echo "left: $(find "$root"/{etc,usr,lib,var} -xdev -name '*abuse-gate*' -printf '/%P ')user $(chroot "$root" id -un abuse-gate 2>/dev/null || echo gone)"
