using System.Net;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Backup;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Local.Processes;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Upgrade.Tests.Tables;

/// <summary>The tables in an Azurite of their own, and what this version does with them.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private readonly Azurite _azurite;

    private Cloud(Azurite azurite)
    {
        _azurite = azurite;
        Tables = new Azure.Storage.Tables(StorageConnection.Open(azurite.ConnectionString));
        Audit = new AuditTable(Tables);
        Activity = new ActivityTable(Tables);
        Suspensions = new SuspensionTable(Tables, Audit, Activity, new SuspensionRules(Options.Create(new EnforcementOptions { MaximumEvidenceAge = EnforcementOptions.AnyAge })), Time);
        var nets = Options.Create(new NetsOptions());
        var rules = new AccountRules(new Detector(nets, new Nowhere()));
        Recorder = new ActivityRecorder(Activity, Suspensions, _ => Task.FromResult(rules), new OriginRecorder(new OriginTable(Tables, Time), nets), 1 << 20);
    }

    public FakeTimeProvider Time { get; } = new(Story.Noon);

    public Azure.Storage.Tables Tables { get; }

    public AuditTable Audit { get; }

    public ActivityTable Activity { get; }

    public SuspensionTable Suspensions { get; }

    public ActivityRecorder Recorder { get; }

    public ExemptionTable Exemptions => new(Tables, Audit);

    public AllowanceTable Allowances => new(Tables, Audit);

    public PlanTable Plans => new(Tables, Audit);

    public MailUsageTable Usage => new(Tables, Time);

    public EnforcementTable Enforcement => new(Tables, Audit, Time);

    public StateBackup Backup => new(Tables, Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Cloud> StartAsync() => new(await Azurite.StartAsync(new AzuriteOptions(), Cancellation));

    /// <summary>Tables that hold what a version wrote.</summary>
    public static async Task<Cloud> OfAsync(string version)
    {
        var cloud = await StartAsync();
        await using var file = File.OpenRead(Path.Combine(WrittenVersion.Of(version), TableFiles.All));
        await foreach (var row in StateFile.ReadAsync(file, Cancellation))
        {
            await cloud.Tables.RunAsync(row.Table, "Filling", table => table.AddEntityAsync(row.Entity, Cancellation), Cancellation);
        }

        return cloud;
    }

    /// <summary>Writes every row of every table.</summary>
    public async Task SaveAsync(string path)
    {
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync(StateFile.Header(Story.Noon, new Uri("https://written.example/")));
        var rows = 0;
        await foreach (var table in StorageConnection.Open(_azurite.ConnectionString).QueryAsync(cancellationToken: Cancellation))
        {
            await foreach (var row in Tables.SweepAsync(table.Name, "a test", "", Cancellation))
            {
                await file.WriteLineAsync(StateFile.Write(table.Name, row));
                rows++;
            }
        }

        await file.WriteLineAsync(StateFile.Trailer(rows));
    }

    public ValueTask DisposeAsync()
    {
        Recorder.Dispose();
        return _azurite.DisposeAsync();
    }

    private sealed class Nowhere : IGeolocator
    {
        public string DatabaseVersion => "story 2026-01-01";

        public Place Locate(IPAddress address) => Place.Unlocated;
    }
}
