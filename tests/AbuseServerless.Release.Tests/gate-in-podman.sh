#!/usr/bin/env bash
# Loads the gate's container image into a store of its own and runs it as docs/install.md does, with a storage account that does not answer, in a network namespace of its own.
# Usage: gate-in-podman.sh FOLDER ARCHIVE "podman run …". Says a line for each thing that was found.
set -euo pipefail
folder=$1 archive=$2 run=$3
[ "${STAGE:-}" = run ] || STAGE=run exec unshare --net bash "$0" "$@"
ip link set lo up
cd "$folder"
cat > gate.env <<'END'
Storage=DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:1/a;
EventHubs=Endpoint=sb://127.0.0.1;SharedAccessKeyName=a;SharedAccessKey=YQ==;UseDevelopmentEmulator=true;
AuthPolicy__Key=0123456789abcdef0123456789abcdef
END

# runc and cgroupfs, and limits that anybody may set: Podman's defaults want a systemd and more rights than a test has.
podman() {
  local command=$1
  shift
  [ "$command" != run ] || set -- --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --network host "$@"
  command podman --runtime runc --cgroup-manager cgroupfs --storage-driver vfs --root "$folder/storage" --runroot "$folder/run" "$command" "$@"
}
trap 'podman rm --force abuse-gate > /dev/null' EXIT
podman load --quiet --input "$archive" > /dev/null
echo "user: $(podman image inspect abuse-gate:"${VERSION:?}" --format '{{.Config.User}}')"
eval "$run" > /dev/null
answer() { curl -s -m 5 -o /dev/null -w '%{http_code}' "http://127.0.0.1:8481$1" || true; }
for _ in $(seq 300); do
  [ "$(answer /healthz/live)" != 200 ] || break
  [ "$(podman inspect abuse-gate --format '{{.State.Running}}')" = true ] || { podman logs abuse-gate >&2; exit 1; }
  sleep 1
done
echo "live: $(answer /healthz/live), ready: $(answer /healthz), without the key: $(curl -s -o /dev/null -w '%{http_code}' 'http://127.0.0.1:8481/?command=allow' -d '{"login":"alice@example.jp"}')"
process=$(podman inspect abuse-gate --format '{{.State.Pid}}')
echo "runs as: $(sed -nE 's/^Uid:\t([0-9]+).*/\1/p' "/proc/$process/status")"
echo "may write to: $(podman inspect abuse-gate --format '{{.HostConfig.ReadonlyRootfs}} {{range .Mounts}}{{.Destination}}{{end}}')"
echo "writes: $(find "/proc/$process/root/var/lib/abuse-gate" -mindepth 1 | wc -l | sed 's/^[1-9].*/yes/')"
