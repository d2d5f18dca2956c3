#!/bin/sh
# Registers Microsoft.App, which Flex Consumption needs to enter a virtual network. Does nothing without private networking.
set -eu

# Said in the environment, or in the parameters file.
parameters=$(dirname "$0")/../main.parameters.json
if [ "${PRIVATE_NETWORKING:-false}" != true ] && ! grep -Eq '"privateNetworking": *\{ *"value": *"?true' "$parameters"; then
  exit 0
fi
subscription=${AZURE_SUBSCRIPTION_ID:+--subscription $AZURE_SUBSCRIPTION_ID}

# shellcheck disable=SC2086 # two words or none
state() { az provider show --namespace Microsoft.App $subscription --query registrationState --output tsv; }

# Its failure ends the hook, as it does not inside a condition.
now=$(state)
if [ "$now" != Registered ]; then
  echo 'Registering the resource provider Microsoft.App.'
  # shellcheck disable=SC2086
  az provider register --namespace Microsoft.App $subscription
  waited=0
  now=$(state)
  while [ "$now" != Registered ]; do
    if [ $waited -ge 600 ]; then
      echo 'Microsoft.App is still not registered after 10 minutes. Look at it with: az provider show --namespace Microsoft.App' >&2
      exit 1
    fi
    sleep "${HOOK_PAUSE:-10}"
    waited=$((waited + 10))
    now=$(state)
  done
fi
