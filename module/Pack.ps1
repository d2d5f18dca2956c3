# Packs the module's folder as the PowerShell Gallery takes it.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Destination
)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PSResourceGet
Compress-PSResource -Path $Module -DestinationPath $Destination -PassThru | ForEach-Object FullName
