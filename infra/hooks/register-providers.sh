#!/bin/sh
# Registers Microsoft.App, which Flex Consumption needs to enter a virtual network. Does nothing without private networking.
set -eu

[ "${PRIVATE_NETWORKING:-false}" = true ] || exit 0
subscription=${AZURE_SUBSCRIPTION_ID:+--subscription $AZURE_SUBSCRIPTION_ID}

# shellcheck disable=SC2086 # two words or none
state() { az provider show --namespace Microsoft.App $subscription --query registrationState --output tsv; }

if [ "$(state)" != Registered ]; then
  echo 'Registering the resource provider Microsoft.App.'
  # shellcheck disable=SC2086
  az provider register --namespace Microsoft.App $subscription
  waited=0
  while [ "$(state)" != Registered ]; do
    if [ $waited -ge 600 ]; then
      echo 'Microsoft.App is still not registered after 10 minutes. Look at it with: az provider show --namespace Microsoft.App' >&2
      exit 1
    fi
    sleep "${HOOK_PAUSE:-10}"
    waited=$((waited + 10))
  done
fi
