@{
    RootModule           = 'AbuseServerless.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0f585fab-a905-479a-b4aa-24a9aa462b2f'
    Author               = 'AbuseServerless contributors'
    CompanyName          = 'AbuseServerless contributors'
    Copyright            = '(c) AbuseServerless contributors. MIT License.'
    Description          = 'Operates AbuseServerless, which suspends mail accounts that botnets use. See which accounts are suspended and on what evidence, suspend and resume accounts, exempt accounts and networks, inspect an account''s activity, the audit log and the dead letters, send AUTH events, and import mail logs.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'
    FormatsToProcess     = @(
        'AbuseServerless.Accounts.format.ps1xml'
        'AbuseServerless.Allowances.format.ps1xml'
        'AbuseServerless.AuditLog.format.ps1xml'
        'AbuseServerless.Connection.format.ps1xml'
        'AbuseServerless.DeadLetters.format.ps1xml'
        'AbuseServerless.Exemptions.format.ps1xml'
        'AbuseServerless.MailLogs.format.ps1xml'
        'AbuseServerless.Origins.format.ps1xml'
        'AbuseServerless.Plans.format.ps1xml'
        'AbuseServerless.Queues.format.ps1xml'
        'AbuseServerless.Statistics.format.ps1xml'
        'AbuseServerless.Status.format.ps1xml'
        'AbuseServerless.Suspensions.format.ps1xml'
        'AbuseServerless.Tallies.format.ps1xml'
        'AbuseServerless.Thresholds.format.ps1xml'
    )
    CmdletsToExport      = @(
        'Add-GeoAllowance'
        'Add-GeoExemption'
        'Clear-GeoQueue'
        'Connect-GeoAbuse'
        'Disconnect-GeoAbuse'
        'Export-GeoIndicator'
        'Export-GeoReport'
        'Export-GeoState'
        'Get-GeoAccount'
        'Get-GeoAllowance'
        'Get-GeoAuditLog'
        'Get-GeoConnection'
        'Get-GeoDailyStat'
        'Get-GeoDeadLetter'
        'Get-GeoDeliveryStat'
        'Get-GeoEnforcement'
        'Get-GeoExemption'
        'Get-GeoPlan'
        'Get-GeoQueue'
        'Get-GeoStatus'
        'Get-GeoSuspension'
        'Get-GeoUsage'
        'Import-GeoMailLog'
        'Import-GeoState'
        'Measure-GeoThreshold'
        'Remove-GeoAllowance'
        'Remove-GeoDeadLetter'
        'Remove-GeoExemption'
        'Remove-GeoPlan'
        'Remove-GeoSuspension'
        'Resume-GeoAccount'
        'Resume-GeoQueue'
        'Send-GeoAuthEvent'
        'Send-GeoDeadLetter'
        'Set-GeoEnforcement'
        'Set-GeoPlan'
        'Set-GeoSuspension'
        'Suspend-GeoAccount'
        'Suspend-GeoQueue'
        'Watch-GeoSuspension'
    )
    AliasesToExport      = @('Unsuspend-GeoAccount')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags                     = @('Abuse', 'Spam', 'Mail', 'SMTP', 'Postfix', 'Dovecot', 'Azure', 'Security', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri               = 'https://opensource.org/license/mit'
            RequireLicenseAcceptance = $false
            ReleaseNotes             = 'First version: connections with an identity, with a connection string or to the local runtime; suspensions, accounts, exemptions, the audit log, dead letters; sending AUTH events; importing mail logs; delivery statistics, the report, thresholds, indicators to share; help with examples.'
        }
    }
}
