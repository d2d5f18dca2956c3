# As register-providers.sh.
$ErrorActionPreference = 'Stop'

$parameters = Get-Content -Raw (Join-Path $PSScriptRoot '..' 'main.parameters.json') | ConvertFrom-Json
if ($env:PRIVATE_NETWORKING -ne 'true' -and "$($parameters.parameters.privateNetworking.value)" -ne 'true') { exit 0 }
$subscription = $env:AZURE_SUBSCRIPTION_ID ? @('--subscription', $env:AZURE_SUBSCRIPTION_ID) : @()

function Invoke-Provider($verb) {
    az provider $verb --namespace Microsoft.App @subscription @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Get-State { Invoke-Provider show --query registrationState --output tsv }

if ((Get-State) -ne 'Registered') {
    'Registering the resource provider Microsoft.App.'
    Invoke-Provider register
    $waited = 0
    while ((Get-State) -ne 'Registered') {
        if ($waited -ge 600) {
            [Console]::Error.WriteLine('Microsoft.App is still not registered after 10 minutes. Look at it with: az provider show --namespace Microsoft.App')
            exit 1
        }

        Start-Sleep -Seconds ($env:HOOK_PAUSE ?? 10)
        $waited += 10
    }
}
