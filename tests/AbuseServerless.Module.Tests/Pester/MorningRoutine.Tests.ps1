# An administrator's morning, from connecting to looking at the record. The installation is at $env:STORAGE; in $env:DOMAIN a net has suspended
# alice (a bot), bob and carol, and dave is watched.

BeforeAll {
    Import-Module $env:MODULE
    Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS 6> $null
    function Name([string] $Account) { "$Account@$env:DOMAIN" }
}

AfterAll { Disconnect-GeoAbuse }

Describe 'The night''s suspensions' {
    It 'are listed with state, net and countries' {
        $active = Get-GeoSuspension "*@$env:DOMAIN" -State Active
        $active.Account | Should -Be (Name alice), (Name bob), (Name carol)
        $active.Net | Sort-Object -Unique | Should -Be Countries
        $active[0].Countries.Count | Should -Be 10
    }

    It 'do not include who is only watched' {
        (Get-GeoSuspension "*@$env:DOMAIN" -State Watched).Account | Should -Be (Name dave)
    }

    It 'can be cut to what fits on a screen' {
        (Get-GeoSuspension "*@$env:DOMAIN" -First 1 -Skip 1).Account | Should -Be (Name bob)
    }

    It 'can be counted by net for the morning''s report' {
        $count = Get-GeoSuspension "*@$env:DOMAIN" -State Active | Group-Object Net -NoElement
        $count.Name | Should -Be Countries
        $count.Count | Should -Be 3
    }
}

Describe 'The evidence against an account' {
    It 'names each country with its first time and an address' {
        $evidence = (Get-GeoSuspension (Name alice)).Evidence
        $evidence.Count | Should -Be 10
        $evidence[0].Country | Should -Be JP
        $evidence[0].Address | Should -Be 203.0.113.0
        $evidence[0].First | Should -BeOfType [datetimeoffset]
    }

    It 'is part of what is remembered of the account' {
        $account = Get-GeoAccount (Name alice)
        $account.State | Should -Be Active
        $account.Countries | Should -Contain BR
    }
}

Describe 'Suspending by hand' {
    It 'asks before it does anything when it is told to' {
        Suspend-GeoAccount (Name erin) -Reason 'Complaint 4711' -WhatIf
        { Get-GeoSuspension (Name erin) -ErrorAction Stop } | Should -Throw -ErrorId 'SuspensionNotFound*'
    }

    It 'holds for as long as it is said to, with the reason on record' {
        $suspended = Suspend-GeoAccount (Name erin) -Reason 'Complaint 4711' -For 1.00:00:00 -By noc -PassThru
        $suspended.State | Should -Be Active
        $suspended.Reason | Should -Be 'Complaint 4711'
        ($suspended.Until - $suspended.Since).TotalHours | Should -Be 24
    }
}

Describe 'A list from the help desk' {
    BeforeAll {
        $file = Join-Path $TestDrive resume.csv
        "Account,Ticket`n$(Name bob),1`n$(Name nobody),2`n$(Name carol),3" | Set-Content $file
        $script:done = Import-Csv $file |
            Resume-GeoAccount -Reason 'Passwords changed.' -By noc -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
        $script:failed = $failed
    }

    It 'is worked through to its end' {
        $done.Account | Should -Be (Name bob), (Name carol)
        $done.State | Sort-Object -Unique | Should -Be Lifted
    }

    It 'reports whom it could not resume, by name' {
        $failed.TargetObject | Should -Be (Name nobody)
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'AccountNotSuspended,*'
    }

    It 'leaves everybody else suspended' {
        (Get-GeoSuspension "*@$env:DOMAIN" -State Active).Account | Should -Be (Name alice), (Name erin)
    }
}

Describe 'Exemptions' {
    It 'are given to a subscriber on a cruise and to our own networks, with an end and a reason' {
        Add-GeoExemption (Name bob) -Reason 'On a cruise.' -For 30.00:00:00 -By noc
        Add-GeoExemption -Network 192.0.2.7/24 -WatchOnly -Reason 'Our own subscribers.' -By noc
        (Get-GeoExemption | Where-Object Value -EQ (Name bob)).Until | Should -BeGreaterThan (Get-Date)
        (Get-GeoExemption | Where-Object Value -EQ 192.0.2.0/24).WatchOnly | Should -BeTrue
    }

    It 'are taken back' {
        Remove-GeoExemption (Name bob) -Confirm:$false
        Get-GeoExemption | Where-Object Value -EQ (Name bob) | Should -BeNullOrEmpty
    }
}

Describe 'The record' {
    It 'tells who did what and why, in order' {
        $entries = Get-GeoAuditLog (Name bob) | Where-Object Action -EQ Transition
        $entries[-1].To | Should -Be Lifted
        $entries[-1].By | Should -Be noc
        $entries[-1].Reason | Should -Be 'Passwords changed.'
        $entries.Transition | Should -Be (1..$entries.Count)
    }

    It 'can be handed on as CSV' {
        $csv = Get-GeoAuditLog (Name erin) | Select-Object Time, Account, To, By, Reason | ConvertTo-Csv
        $csv[1] | Should -BeLike "*`"$(Name erin)`",`"Active`",`"noc`",`"Complaint 4711`""
    }
}
