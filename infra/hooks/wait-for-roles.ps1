# As wait-for-roles.sh.
if ($env:DEPLOYER_IS_OPERATOR -eq 'false') {
    'Who deploys has no role on the tables, so whether roles act cannot be seen. Where the deployment fails with 403, run azd deploy again in some minutes.'
    exit 0
}

function Exit-Unseen($why) {
    [Console]::Error.WriteLine("Whether the roles act could not be seen from here: $why")
    exit 0
}

if (-not (Get-Command az -ErrorAction Ignore)) { Exit-Unseen 'there is no Azure CLI (az).' }

$waited = 0
while ($true) {
    $answer = (az rest --only-show-errors --method get --resource https://storage.azure.com/ --headers x-ms-version=2023-11-03 'Accept=application/json;odata=nometadata' `
        --url "$($env:STORAGE_ACCOUNT_URI.TrimEnd('/'))/Suspensions?`$top=1" --output none 2>&1 | Out-String).TrimEnd()
    if ($LASTEXITCODE -eq 0) {
        if ($waited -gt 0) { 'The roles act.' }
        exit 0
    }

    # Nobody is signed in, or no longer.
    if ($answer -match 'az login') { Exit-Unseen $answer }

    # The tables are shut to this network, so there is only waiting as long as roles usually take.
    if ($waited -ge ($answer -match 'AuthorizationFailure' ? 300 : 600)) {
        if ($answer -notmatch 'AuthorizationPermissionMismatch') { Exit-Unseen $answer }
        [Console]::Error.WriteLine('The roles still do not act after 10 minutes. Run azd deploy in some minutes.')
        exit 1
    }

    if ($waited -eq 0) { 'Waiting until the roles act, 10 minutes at most.' }
    Start-Sleep -Seconds ($env:HOOK_PAUSE ?? 10)
    $waited += 10
}
