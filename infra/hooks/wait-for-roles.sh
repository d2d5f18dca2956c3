#!/bin/sh
# Waits until the roles of a deployment act: until who deployed may read a table. The functions' own roles were given with it, and cannot be tried from here.
set -u

[ "${DEPLOYER_IS_OPERATOR:-true}" = true ] || { echo 'Who deploys has no role on the tables, so whether roles act cannot be seen. Where the deployment fails with 403, run azd deploy again in some minutes.'; exit 0; }

unseen() { echo "Whether the roles act could not be seen from here: $1" >&2; exit 0; }

command -v az > /dev/null || unseen 'there is no Azure CLI (az).'

waited=0
while :; do
  if answer=$(az rest --only-show-errors --method get --resource https://storage.azure.com/ --headers x-ms-version=2023-11-03 'Accept=application/json;odata=nometadata' \
    --url "${STORAGE_ACCOUNT_URI%/}/Suspensions?\$top=1" --output none 2>&1); then
    [ $waited -eq 0 ] || echo 'The roles act.'
    exit 0
  fi
  limit=600
  case $answer in
    # Nobody is signed in, or no longer.
    *'az login'*) unseen "$answer" ;;
    # The tables are shut to this network, so there is only waiting as long as roles usually take.
    *AuthorizationFailure*) limit=300 ;;
  esac
  if [ $waited -ge $limit ]; then
    case $answer in
      *AuthorizationPermissionMismatch*) echo 'The roles still do not act after 10 minutes. Run azd deploy in some minutes.' >&2; exit 1 ;;
      *) unseen "$answer" ;;
    esac
  fi
  [ $waited -gt 0 ] || echo 'Waiting until the roles act, 10 minutes at most.'
  sleep "${HOOK_PAUSE:-10}"
  waited=$((waited + 10))
done
