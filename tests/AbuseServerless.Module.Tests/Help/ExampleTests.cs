using System.Globalization;
using AbuseServerless.Azure;
using AbuseServerless.Exemptions;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Help;

/// <summary>What the help shows can be typed. Each example meets accounts and files of its own: example.jp becomes a domain that nobody else uses.</summary>
public sealed class ExampleTests(Installation installation) : IDisposable
{
    private const int MaximumExamples = 4;

    private readonly string _domain = installation.Domain();
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public static TheoryData<string> Cmdlets =>
        new(Directory.EnumerateFiles(RepositoryRoot.Combine("module", "help"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Every_example_of_the_help_runs(string cmdlet)
    {
        // Nothing is shared of an installation where an exemption by autonomous system stands, and another test may give one. Whether it enforces, other tests rely on, and Import-GeoState sets back
        // where their accounts stand. Elsewhere no mail host is heard of.
        var isOfQueue = cmdlet.EndsWith("-GeoQueue", StringComparison.Ordinal);
        await using var own = isOfQueue || cmdlet is "Export-GeoIndicator" or "Set-GeoEnforcement" or "Import-GeoState" ? await Installation.StartAsync() : null;
        var used = own ?? installation;
        await using var host = isOfQueue ? await MailHost.StartAsync(used, "mx1") : null;
        for (var i = 1; i <= MaximumExamples; i++)
        {
            await PrepareAsync(used, string.Create(CultureInfo.InvariantCulture, $"e{i}.{_domain}"), Directory.CreateDirectory(Path.Combine(_folder, $"e{i}")).FullName);
        }

        new LocalConnection(used.Storage, used.EventHubs, new Uri("http://127.0.0.1:1"), Environment.ProcessId) { GeolocationDatabases = DbIp.Databases }
            .Write(Path.Combine(_folder, "AbuseServerless", "local.json"));
        var result = await Pwsh.RunInSessionAsync(
            """
            $ErrorActionPreference = 'Stop'
            Import-Module $env:MODULE
            $number = 0
            foreach ($example in (Get-Help $env:CMDLET -Full).examples.example) {
                $number++
                Set-Location (Join-Path $env:FOLDER "e$number")
                Connect-GeoAbuse -Local 6>$null
                $output = & ([scriptblock]::Create($example.code.Replace('example.jp', "e$number.$env:DOMAIN"))) | Out-String -Width 200
                if ($env:CMDLET -like 'Get-*' -and -not $output.Trim()) { "Example $number shows nothing." }
            }
            "$number examples"
            """,
            ("CMDLET", cmdlet), ("FOLDER", _folder), ("XDG_DATA_HOME", _folder), ("DOMAIN", _domain), ("STORAGE", used.Storage), ("HUBS", used.EventHubs));

        Assert.Matches("^[34] examples$", result.WithoutError().Lines[^1]);
        Assert.DoesNotContain(result.Lines, line => line.EndsWith("shows nothing.", StringComparison.Ordinal));
    }

    // Alice is suspended by a net and exempted, bob by an operator, carol is watched, dave is inconspicuous, frank was abused.
    private static async Task PrepareAsync(Installation installation, string domain, string folder)
    {
        await installation.TravelAsync("alice@" + domain, 10);
        await installation.SuspendAsync("bob@" + domain);
        await installation.TravelAsync("carol@" + domain, 3);
        await installation.AuthenticateAsync("dave@" + domain, new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero), Atlas.Address(0));
        await installation.Suspensions.SuspendAsync(Account("erin"), null, "ops@noc", "Test.", CancellationToken.None);
        await installation.Suspensions.ResumeAsync(Account("erin"), Judgement.FalsePositive, "ops@noc", "An error.", CancellationToken.None);
        await installation.BeAbusedAsync("frank@" + domain, 10);
        await installation.Suspensions.ResumeAsync(Account("frank"), Judgement.Abuse, "ops@noc", "Password changed.", CancellationToken.None);
        await installation.ProcessAsync("no event of " + domain, TimeProvider.System.GetUtcNow());

        var now = TimeProvider.System.GetUtcNow();
        await installation.ExemptAsync(Exemption.Of(ExemptionKind.Account, "alice@" + domain, "ops@noc", "Travels.", now) with { Until = now.AddDays(3) });
        await installation.ExemptAsync(Exemption.Of(ExemptionKind.Network, "192.0.2.0/24", "ops@noc", "Ours.", now) with { WatchOnly = true });

        await installation.AllowAsync("alice@" + domain, "JP");
        await installation.AllowAsync("@" + domain, "JP", "US");
        await installation.SetPlanAsync("basic", "*@" + domain);
        await installation.SetPlanAsync("newsletter", "news@" + domain);
        await installation.SetPlanAsync("old", "old@" + domain);
        await installation.SendMailAsync("bob@" + domain, 9);

        var time = now.ToString("O", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(folder, "phished.csv"), $"Account\ncarol@{domain}\ndave@{domain}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "resume.csv"), $"Account\nalice@{domain}\nbob@{domain}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "partners.csv"), "Network\n192.0.2.0/25\n192.0.2.128/25\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "auth.csv"), $"time,account,ip,success\n{time},dave@{domain},203.0.113.1,true\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "auth.jsonl"), $$"""{"time":"{{time}}","account":"dave@{{domain}}","ip":"203.0.113.1","success":true}""" + "\n");

        await File.WriteAllTextAsync(
            Path.Combine(folder, "mail.log"),
            $"{time} mx1 postfix/submission/smtpd[1]: 94C43B60121: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=dave@{domain}\n"
            + $"{time} mx1 postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)\n");

        await File.WriteAllTextAsync(Path.Combine(folder, "mymail.log"), $"{time} mx1 mymail[7]: OK smtp user=dave@{domain} from=8.8.8.8\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "mymail.txt"), @"(?<success>OK|NO) (?<protocol>\w*) user=(?<account>\S+) from=(?<ip>\S+)" + "\n");

        AbuseServerless.Accounts.AccountName Account(string name) => AbuseServerless.Accounts.AccountName.Parse($"{name}@{domain}");
    }
}
