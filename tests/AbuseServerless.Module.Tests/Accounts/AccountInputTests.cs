using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Accounts;

/// <summary>What may be piped as an account, and what is refused by name.</summary>
public sealed class AccountInputTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task Rows_of_tables_and_directories_are_accounts_by_their_usual_columns()
    {
        var result = await installation.RunAsync(
            """
            function Name([string] $name) { "$name@$env:DOMAIN" }
            $data = [System.Data.DataTable]::new(); $null = $data.Columns.Add('Email'); $null = $data.Rows.Add((Name g))
            $rows = @(
                "Email,Name", "$(Name a),Alice" | ConvertFrom-Csv
                "E-Mail;Name", "$(Name b);Bob" | ConvertFrom-Csv -Delimiter ';'
                @{ UserPrincipalName = Name c; Mail = 'other' }
                [pscustomobject]@{ Identity = 'Dave Doe'; EmailAddress = Name d }
                [pscustomobject]@{ Login = Name e; Name = 'x' }
                [mailaddress](Name f)
                $data.Rows[0]
                [pscustomobject]@{ Account = ''; User = Name h }
                [pscustomobject]@{ Kind = 'Account'; Value = Name i }
            )
            ($rows | Suspend-GeoAccount -Reason Test -PassThru).Account
            Suspend-GeoAccount $rows[0..1] -Reason Test -ErrorAction SilentlyContinue -ErrorVariable errors > $null
            $errors.TargetObject
            (Get-Item $PSCommandPath | Suspend-GeoAccount -Account { Name j } -Reason Test -PassThru).Account
            """,
            ("DOMAIN", _domain));

        Assert.Equal("abcdefghiabj".Select(name => $"{name}@{_domain}"), result.WithoutError().Lines);
    }

    [Fact]
    public async Task Anything_else_is_refused_with_what_came_and_what_to_do_and_the_next_one_goes_on()
    {
        var result = await installation.RunAsync(
            """
            $items = @(
                (Get-Process -Id $PID)
                (Get-Item $PSCommandPath)
                12345
                $true
                @{ Name = 'x' }
                ("Email;Name", "a@b;c" | ConvertFrom-Csv)
                ("a@example.jp,Alice", "b@example.jp,Bob" | ConvertFrom-Csv)
                [pscustomobject]@{ Email = ' '; Name = 'x' }
                [pscustomobject]@{ Kind = 'Network'; Value = '192.0.2.0/24' }
                "last@$env:DOMAIN"
            )
            foreach ($command in 'Suspend-GeoAccount', 'Resume-GeoAccount', 'Add-GeoExemption') {
                $items | & $command -Reason Test -ErrorAction SilentlyContinue -ErrorVariable errors -WhatIf > $null
                $command
                $errors | ForEach-Object { $_.ToString() -replace "^.*?on parameter 'Account'\. " }
            }
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Lines;
        var suspend = lines[(Array.IndexOf(lines, "Suspend-GeoAccount") + 1)..Array.IndexOf(lines, "Resume-GeoAccount")].Where(line => !line.StartsWith("What if", StringComparison.Ordinal)).ToArray();
        const string Properties = "no property Account, UserPrincipalName, Email, EmailAddress, Mail, Login, User or Identity.";
        Assert.Collection(
            suspend,
            line => Assert.StartsWith($"This Process is not an account: it is not text, and has {Properties} It has ", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"This FileInfo is not an account: it is not text, and has {Properties}", line, StringComparison.Ordinal),
            line => Assert.Equal("12345 is a number. Write a login of digits in quotes: '12345'.", line),
            line => Assert.StartsWith("This Boolean is not an account", line, StringComparison.Ordinal),
            line => Assert.Equal($"This Hashtable is not an account: it is not text, and has {Properties} It has Name. Say where the account is, such as -Account {{ $_.Name }}.", line),
            line => Assert.Equal("The table was read as one column named 'Email;Name': its delimiter is another character. Use Import-Csv -Delimiter ';'.", line),
            line => Assert.Equal("The table has no header: its first line, 'a@example.jp', was taken as the header. Use Import-Csv -Header Account.", line),
            line => Assert.Equal("This row does not name an account: its Email is empty or not text. The row: Name=x.", line),
            line => Assert.StartsWith("This row is not an account", line, StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(line => line == "12345 is a number. Write a login of digits in quotes: '12345'."));
        Assert.Null(await installation.FindAsync("12345"));
    }

    [Fact]
    public async Task An_account_that_was_never_seen_is_warned_of_and_can_be_removed_again()
    {
        await installation.AuthenticateAsync("seen@" + _domain, TimeProvider.System.GetUtcNow(), Atlas.Address(0));

        var result = await installation.RunAsync(
            """
            $names = "seen@$env:DOMAIN", "sene@$env:DOMAIN", "s*@$env:DOMAIN", "se$([char]0x200B)en@$env:DOMAIN"
            $null = $names | Suspend-GeoAccount -Reason Test -WarningVariable warnings
            $warnings.Message
            Suspend-GeoAccount "other@$env:DOMAIN" -Reason Test -WhatIf -WarningVariable warnings > $null
            $warnings.Message
            $null = $names | Remove-GeoSuspension -By noc -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors.FullyQualifiedErrorId.Split(',')[0]
            (Get-GeoSuspension "*@$env:DOMAIN").Account
            Get-GeoSuspension "sene@$env:DOMAIN" -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors.FullyQualifiedErrorId.Split(',')[0]
            (Get-GeoAuditLog "sene@$env:DOMAIN")[-1] | ForEach-Object { "$($_.To) $($_.By) $($_.Reason)" }
            """,
            ("DOMAIN", _domain));

        const string Done = "it is suspended anyway. If this is a mistake, run Remove-GeoSuspension.";
        Assert.Equal(
            [
                $"Account 'sene@{_domain}' was never seen here: {Done}",
                $"Account 's*@{_domain}' was never seen here: {Done} Wildcards are not expanded here: pipe the accounts of Get-GeoAccount instead.",
                $"Account 'se<U+200B>en@{_domain}' was never seen here: {Done} Its name contains invisible characters.",
                $"What if: Performing the operation \"Suspend account until it is resumed\" on target \"other@{_domain}\".",
                $"Account 'other@{_domain}' was never seen here: it would still be suspended.",
                "AccountWasSeen", "seen@" + _domain, "SuspensionNotFound", "Lifted noc There is no such account.",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_each_command_puts_out_the_others_take()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            (Get-GeoSuspension "a@$env:DOMAIN" | Get-GeoAccount).Account
            (Get-GeoAccount "a@$env:DOMAIN" | Get-GeoSuspension).Account
            (Get-GeoAuditLog "a@$env:DOMAIN" | Select-Object -First 1 | Get-GeoAccount).Account
            (Get-GeoAccount "a@$env:DOMAIN" | Add-GeoExemption -Reason Test -PassThru).Value
            (Get-GeoExemption "a@$env:DOMAIN" | Get-GeoAccount).Account
            (Get-GeoExemption "a@$env:DOMAIN" | Resume-GeoAccount -PassThru).Account
            (Get-GeoSuspension "a@$env:DOMAIN" | ConvertTo-Csv | ConvertFrom-Csv | Suspend-GeoAccount -Reason Test -PassThru).Account
            """,
            ("DOMAIN", _domain));

        Assert.Equal(Enumerable.Repeat("a@" + _domain, 7), result.WithoutError().Lines);
    }
}
