$ErrorActionPreference = 'Stop'
Import-Module $env:MODULE
Connect-GeoAbuse -ConnectionString $env:STORAGE 6> $null
$process = [Diagnostics.Process]::GetCurrentProcess()
$before = $process.WorkingSet64
$watch = [Diagnostics.Stopwatch]::StartNew()
$first = $null
Get-GeoSuspension | ForEach-Object { if ($null -eq $first) { $first = $watch.Elapsed.TotalSeconds } }
$seconds = $watch.Elapsed.TotalSeconds
$process.Refresh()
@{
    firstObjectSeconds      = [Math]::Round($first, 3)
    seconds                 = [Math]::Round($seconds, 1)
    residentMebibytesBefore = [Math]::Round($before / 1MB, 1)
    peakMebibytes           = [Math]::Round($process.PeakWorkingSet64 / 1MB, 1)
} | ConvertTo-Json
