using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Quotas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Activity;

/// <summary>The plans' nets as a worker knows them: the first batch after <see cref="MaximumAge"/> asks whether a plan was changed, and then reads them all.</summary>
/// <remarks>Nothing fails for plans that cannot be read, and a batch waits 30 seconds for them at the most: accounts are judged by the last known ones, and before there are any by the installation's settings.</remarks>
public sealed partial class AccountRulesSnapshot(
    PlanTable table, Detector usual, IConfiguration configuration, IGeolocator geolocator, TimeProvider time, ILogger<AccountRulesSnapshot> logger) : IDisposable
{
    /// <summary>How old plans may be when a batch uses them: 5 seconds. One read of a row in that time.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaximumReadTime = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Outage _outage = new();
    private AccountRules _rules = new(usual);
    private string? _version;
    private long? _read;

    /// <summary>The rules.</summary>
    public async Task<AccountRules> GetAsync(CancellationToken cancellationToken)
    {
        if (IsFresh)
        {
            return _rules;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsFresh)
            {
                await ReadAsync(cancellationToken).ConfigureAwait(false);
                _read = time.GetTimestamp();
            }

            return _rules;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private bool IsFresh => _read is { } read && time.GetElapsedTime(read) < MaximumAge;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(MaximumReadTime, time, cancellationToken);
        try
        {
            var version = await table.FindVersionAsync(limit.Token).ConfigureAwait(false);
            if (version != _version)
            {
                // The version from before: a change that comes meanwhile has another one.
                var stored = await table.ReadAsync(limit.Token).ConfigureAwait(false);
                _rules = new AccountRules(usual, new PlanSet(stored.Plans, stored.Given), Detectors(stored.Plans));
                _version = version;
                if (stored.Unreadable.Count > 0)
                {
                    Log.Unreadable(logger, stored.Unreadable.Count);
                }
            }

            _outage.End();
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException or FormatException or ArgumentException && !cancellationToken.IsCancellationRequested)
        {
            if (_outage.Begin())
            {
                Log.NotRead(logger, e.Message);
            }
        }
    }

    private Dictionary<string, Detector> Detectors(IEnumerable<Plan> plans)
    {
        var detectors = new Dictionary<string, Detector>(StringComparer.Ordinal);
        foreach (var plan in plans.Where(plan => !plan.Nets.IsEmpty))
        {
            try
            {
                detectors[plan.Name] = new Detector(Options.Create(PlanNets.Read(configuration, plan.Nets)), geolocator) { Plan = plan.Name };
            }
            catch (Exception e) when (StartFailure.Explain(e) is { } wrong)
            {
                // Of a later version, or edited by hand.
                Log.NotUnderstood(logger, plan.Name, wrong);
            }
        }

        if (detectors.Count > 0)
        {
            Log.Read(logger, detectors.Count);
        }

        return detectors;
    }

    private static partial class Log
    {
        [LoggerMessage(1213, LogLevel.Warning, "Rows of table Plans that cannot be read and are ignored: {Count}. Get-GeoStatus names them.")]
        public static partial void Unreadable(ILogger logger, int count);

        [LoggerMessage(1210, LogLevel.Information, "Plans that override net settings: {Plans}.")]
        public static partial void Read(ILogger logger, int plans);

        [LoggerMessage(1211, LogLevel.Warning, "The plans could not be read. The last known ones stay in use, or else the installation's settings of the nets: {Fault}")]
        public static partial void NotRead(ILogger logger, string fault);

        [LoggerMessage(1212, LogLevel.Warning, "Accounts with plan {Plan} are judged by the installation's settings of the nets, because those of the plan are not valid: {Fault}")]
        public static partial void NotUnderstood(ILogger logger, string plan, string fault);
    }
}
