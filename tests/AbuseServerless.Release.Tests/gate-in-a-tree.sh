#!/usr/bin/env bash
# Installs, upgrades and purges the gate's Debian package in a minimal tree of this machine's distribution, in mount and network namespaces of its own: nothing of this machine is changed.
# Usage: gate-in-a-tree.sh FOLDER FIRST.deb SECOND.deb INSTALL-FIRST INSTALL-SECOND PURGE; the last three are commands for the folder in which both packages lie.
# Says a line for each thing that was found. Exit code 77: no tree could be made, such as without a mirror of packages.
set -euo pipefail
folder=$1 first=$2 second=$3 install_first=$4 install_second=$5 purge=$6
root="$folder/root"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

case ${STAGE:-namespace} in
namespace)
  STAGE=install exec unshare --mount --pid --fork bash "$0" "$@"
  ;;
install)
  # With the network, for the packages that this one depends on.
  mount -t tmpfs none "$folder"
  export folder install_first
  sources=$(ls /etc/apt/sources.list.d/{debian,ubuntu}.sources 2>/dev/null || true)
  mmdebstrap --quiet --mode=root --variant=minbase --aptopt='APT::Get::Assume-Yes "true"' \
    --customize-hook='touch "$folder/made"' --customize-hook="copy-in $first $second /tmp" --customize-hook='chroot "$1" sh -c "cd /tmp && $install_first" && touch "$folder/installed"' \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" $sources > "$folder/log" 2>&1 || true
  [ -e "$folder/made" ] || { tail -n 3 "$folder/log" >&2; exit 77; }
  [ -e "$folder/installed" ] || { cat "$folder/log" >&2; exit 1; }
  STAGE=use exec unshare --net bash "$0" "$@"
  ;;
esac

ip link set lo up
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/tmp"
cp "$second" "$root/tmp"
as_documented() { chroot "$root" sh -c "cd /tmp && $1" > "$folder/log" 2>&1 < /dev/null || { cat "$folder/log" >&2; exit 1; }; }
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
as_documented "$install_second"
echo "upgraded: $(chroot "$root" dpkg-query -W -f '${Version}' abuse-gate), settings kept: $(grep -c '^// mine' "$root/etc/abuse-gate/gate.json"), secrets kept: $(grep -c A=B "$root/etc/abuse-gate/gate.env")"

as_documented 'apt-get remove abuse-gate'
echo "removed: program $([ -e "$root/usr/lib/abuse-gate" ] && echo there || echo gone), settings $([ -e "$root/etc/abuse-gate/gate.json" ] && echo there || echo gone)"
as_documented "$purge"
rm "$root"/tmp/*.deb
echo "left: $(find "$root" -xdev -name '*abuse-gate*' -printf '/%P ')user $(chroot "$root" id -un abuse-gate 2>/dev/null || echo gone)"
