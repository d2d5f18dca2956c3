$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:MODULE
Connect-GeoAbuse -ConnectionString $env:STORAGE 6> $null
$watch = [Diagnostics.Stopwatch]::StartNew()
$done = @(Import-Csv $env:FILE | Resume-GeoAccount -Reason 'Passwords changed.' -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed)
$seconds = $watch.Elapsed.TotalSeconds
@{
    seconds           = [Math]::Round($seconds, 1)
    accountsPerSecond = [Math]::Round($done.Count / $seconds, 1)
    failed            = $failed.Count
} | ConvertTo-Json
