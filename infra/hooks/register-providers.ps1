# As register-providers.sh.
$ErrorActionPreference = 'Stop'

if ($env:PRIVATE_NETWORKING -ne 'true') { exit 0 }
$subscription = $env:AZURE_SUBSCRIPTION_ID ? @('--subscription', $env:AZURE_SUBSCRIPTION_ID) : @()

function Get-State { az provider show --namespace Microsoft.App @subscription --query registrationState --output tsv }

if ((Get-State) -ne 'Registered') {
    'Registering the resource provider Microsoft.App.'
    az provider register --namespace Microsoft.App @subscription
    $waited = 0
    while ((Get-State) -ne 'Registered') {
        if ($waited -ge 600) {
            throw 'Microsoft.App is still not registered after 10 minutes. Look at it with: az provider show --namespace Microsoft.App'
        }

        Start-Sleep -Seconds ($env:HOOK_PAUSE ?? 10)
        $waited += 10
    }
}
