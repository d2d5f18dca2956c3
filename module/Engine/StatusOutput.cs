using System.Globalization;
using AbuseServerless.Azure.Presence;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>How an installation does, by what its workers and gates say of themselves.</summary>
internal static class StatusOutput
{
    /// <summary>Who says nothing for so long is not there: 3 minutes.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    // A gate that is gone for longer was taken away, not lost.
    private static readonly TimeSpan Missed = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaximumLag = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaximumPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaximumSnapshotAge = TimeSpan.FromMinutes(1);
    private const long MaximumWaiting = 10_000;

    public static GeoStatus Of(GeoConnection connection, IReadOnlyList<PresenceRow> rows, IReadOnlyList<string> wrongWithRows, DateTimeOffset now)
    {
        var here = rows.Where(row => IsHere(row, now)).ToList();
        var workers = here.Where(IsWorker).ToList();
        return new GeoStatus
        {
            Connection = connection.Name,
            Tables = connection.Tables,
            Mode = Join(here.Select(row => row.Mode)),
            Thresholds = Join(workers.Select(row => StatusThresholds.Of(row.Thresholds))),
            Workers = workers.Count,
            Gates = here.Count - workers.Count,
            Refused = here.Max(row => row.Mode == nameof(GeoEnforcementMode.Enforce) ? row.Refused : row.Refused is null ? null : 0),
            LastEvent = rows.Max(row => row.LastEvent),
            Lag = Whole(workers.Max(row => row.Lag)),
            DatabaseVersion = Join(workers.Select(row => row.DatabaseVersion)),
            DatabaseBuilt = workers.Min(row => row.DatabaseBuilt),
            Versions = [.. here.Select(row => row.Version).Distinct().Order(StringComparer.Ordinal)],
            Wrong = [.. Wrong(rows, here, workers, now), .. wrongWithRows],
            Instances = [.. rows.OrderByDescending(row => row.Kind).ThenBy(row => row.Name, StringComparer.Ordinal).Select(row => Instance(row, now))],
        };
    }

    private static IEnumerable<string> Wrong(IReadOnlyList<PresenceRow> rows, List<PresenceRow> here, List<PresenceRow> workers, DateTimeOffset now)
    {
        if (workers.Count == 0)
        {
            var last = rows.Where(IsWorker).Max(row => (DateTimeOffset?)row.Time);
            yield return last is { } heard
                ? $"No worker has reported since {heard.UtcDateTime:u}: AUTH events are not judged. Functions that scale to zero wake when events arrive."
                : "No worker has ever reported: the functions are not running, or their version does not report.";
        }

        foreach (var row in rows.Where(row => !IsWorker(row) && !IsHere(row, now) && !IsGone(row, now)))
        {
            yield return $"Gate {row.Name} has not reported since {row.Time.UtcDateTime:u}.";
        }

        if (workers.Max(row => row.Lag) is { } lag && lag > MaximumLag)
        {
            yield return $"AUTH events are processed {Quantity.Of(Math.Round(lag.TotalMinutes), "minute")} late.";
        }

        if (rows.Max(row => row.LastEvent) is { } newest && now - newest > MaximumPause)
        {
            yield return $"The last AUTH event arrived at {newest.UtcDateTime:u}.";
        }

        foreach (var row in workers.Where(row => now - row.LastNotStored <= MaximumPause))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Worker {row.Name} rejected {Quantity.Of(row.NotStored ?? 0, "message")} without storing {(row.NotStored == 1 ? "it" : "them")}, the last at {row.LastNotStored!.Value.UtcDateTime:u}: a sender is flooding an event hub. Get-GeoDeadLetter shows one of each kind.");
        }

        foreach (var row in workers.Where(row => now - row.LastNotStoredLate <= MaximumPause))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantity.Of(row.NotStoredLate ?? 0, "message")} came too late to be counted, the last at {row.LastNotStoredLate!.Value.UtcDateTime:u}: an older log was imported, or a mail server was cut off for long (worker {row.Name}). Get-GeoDeadLetter -Reason TooLate shows some.");
        }

        if (workers.FirstOrDefault(row => now - row.DatabaseBuilt > row.DatabaseMaximumAge) is { } old)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"The geolocation data is {Quantity.Of(Math.Round((now - old.DatabaseBuilt!.Value).TotalDays), "day")} old; the limit is {old.DatabaseMaximumAge!.Value.TotalDays:0}.");
        }

        if (workers.Select(row => row.RulesVersion).Distinct().Count() > 1)
        {
            yield return "The workers have different net settings.";
        }

        if (workers.Select(row => row.DatabaseVersion).Distinct().Count() > 1)
        {
            yield return "The workers have different geolocation data.";
        }

        if (here.Select(row => row.Version).Distinct().Count() > 1)
        {
            yield return "Workers and gates have different versions.";
        }

        if (here.Select(row => row.Mode).Distinct().Count() > 1)
        {
            yield return "Some workers or gates refuse suspended accounts and others do not.";
        }

        foreach (var row in here.Where(row => row.SnapshotAge is null || row.SnapshotAge > MaximumSnapshotAge))
        {
            yield return row.SnapshotAge is { } age
                ? string.Create(CultureInfo.InvariantCulture, $"{row.Kind} {row.Name} uses suspensions that are {Quantity.Of(Math.Round(age.TotalSeconds), "second")} old.")
                : $"{row.Kind} {row.Name} has not read the suspensions since it started.";
        }

        foreach (var wrong in here.SelectMany(row => row.Logs.Select(log => log.Wrong).OfType<string>().Select(wrong => $"{row.Kind} {row.Name}: {wrong}")))
        {
            yield return wrong;
        }

        foreach (var row in here.Where(row => row.AllowancesUnenforced > 0))
        {
            yield return $"{row.Kind} {row.Name} does not enforce {Quantity.Of(row.AllowancesUnenforced!.Value, "allowance")}: it has no geolocation database (Geolocation:Databases).";
        }

        foreach (var row in here.Where(row => row.Waiting > MaximumWaiting))
        {
            yield return $"{Quantity.Of(row.Waiting!.Value, "event")} are waiting on the disk of gate {row.Name}.";
        }
    }

    /// <summary>Whether one has said something lately.</summary>
    public static bool IsHere(PresenceRow row, DateTimeOffset now) => now - row.Time <= Silence;

    /// <summary>Whether one has said nothing for so long that it is not missed.</summary>
    public static bool IsGone(PresenceRow row, DateTimeOffset now) => now - row.Time >= Missed;

    private static bool IsWorker(PresenceRow row) => row.Kind == "worker";

    private static string? Join(IEnumerable<string?> values)
    {
        var all = values.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? null : string.Join(" | ", all);
    }

    // Nobody reads parts of a second.
    private static TimeSpan? Whole(TimeSpan? time) => time is { } told ? TimeSpan.FromSeconds(Math.Round(told.TotalSeconds)) : null;

    private static GeoInstance Instance(PresenceRow row, DateTimeOffset now) => new()
    {
        Kind = row.Kind,
        Name = row.Name,
        IsHere = IsHere(row, now),
        Time = row.Time,
        Started = row.Started,
        Version = row.Version,
        LastEvent = row.LastEvent,
        Lag = Whole(row.Lag),
        SnapshotAge = Whole(row.SnapshotAge),
        Refused = row.Refused,
        Waiting = row.Waiting,
        QueueHelper = row.QueueHelper,
        RulesVersion = row.RulesVersion,
        DatabaseVersion = row.DatabaseVersion,
        Logs = [.. row.Logs.Select(log => log.ToString())],
    };
}
