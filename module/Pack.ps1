# Packs the module's folder as the PowerShell Gallery takes it.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Destination,

    # Where the project is published, an http or https URL; becomes the manifest's ProjectUri.
    [uri] $ProjectUri,

    # The licences of what is inside, which .ci/release collects.
    [string] $Notices
)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PSResourceGet
$work = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
try {
    Copy-Item -Recurse $Module $work/AbuseServerless
    if ($Notices) {
        Copy-Item -LiteralPath $Notices $work/AbuseServerless
    }

    if ($ProjectUri) {
        if (-not $ProjectUri.IsAbsoluteUri -or $ProjectUri.Scheme -notin 'http', 'https') {
            throw "ProjectUri is '$ProjectUri'; it is an http or https URL."
        }

        $manifest = "$work/AbuseServerless/AbuseServerless.psd1"
        $line = "ProjectUri               = '$($ProjectUri.AbsoluteUri.Replace("'", '%27'))'"
        (Get-Content -Raw $manifest).Replace('LicenseUri ', "$line`n            LicenseUri ") | Set-Content -NoNewline $manifest
    }

    Compress-PSResource -Path $work/AbuseServerless -DestinationPath $Destination -PassThru | ForEach-Object FullName
}
finally {
    Remove-Item -Recurse -Force $work
}
