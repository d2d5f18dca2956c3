using System.Buffers;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Aliases;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Spool;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Gate.Telemetry;

/// <summary>
/// <c>/healthz/live</c>: 200 as long as the process answers. <c>/healthz</c>: 200 once the suspensions are known, from the cloud or from disk; before that 503, and every account is allowed.
/// </summary>
internal sealed class HealthEndpoint(SuspensionSnapshot snapshot, EnforcementSwitch enforcement, AllowanceGuard allowances, AccountAliases aliases, AliasKeeper aliasKeeper, EventSpool spool, IServiceProvider services)
{
    /// <summary>Path of readiness.</summary>
    public const string Path = "/healthz";

    /// <summary>Path of liveness.</summary>
    public const string LivePath = "/healthz/live";

    /// <summary>Answers whether the gate is ready, and how it stands with the cloud.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = snapshot.IsLoaded ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        using var writer = new Utf8JsonWriter((IBufferWriter<byte>)context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("status", snapshot.IsLoaded ? "ready" : "no snapshot");
        writer.WriteString("mode", enforcement.Mode.ToString());
        writer.WriteNumber("suspended", snapshot.Count);
        writer.WriteNumber("watched", snapshot.WatchedCount);

        if (allowances.Current.Count is > 0 and var allowed)
        {
            writer.WriteNumber("allowances", allowed);
            if (!allowances.CanLocate)
            {
                writer.WriteString("allowancesTrouble", "no geolocation database: Geolocation:Databases");
            }
        }

        if (aliases.Count > 0)
        {
            writer.WriteNumber("aliases", aliases.Count);
            if (aliasKeeper.Trouble is { } trouble)
            {
                writer.WriteString("aliasesTrouble", trouble);
            }
        }

        // Not there where the suspensions are those of the disk.
        if (snapshot.Age is { } age)
        {
            writer.WriteNumber("snapshotAgeSeconds", Math.Round(age.TotalSeconds, 1));
        }

        writer.WriteNumber("eventsWaiting", spool.Segments.Waiting);
        if (services.GetService<LogFollowing>() is { } following)
        {
            Write(writer, following, services.GetRequiredService<SpooledLogs>());
        }

        writer.WriteEndObject();
        return Task.CompletedTask;
    }

    private static void Write(Utf8JsonWriter writer, LogFollowing following, SpooledLogs spools)
    {
        writer.WriteNumber("deliveriesWaiting", spools.Deliveries.Segments.Waiting);
        writer.WriteStartArray("logs");
        foreach (var log in following.Counts)
        {
            writer.WriteStartObject();
            writer.WriteString("path", log.Path);
            writer.WriteNumber("lines", log.Lines);
            writer.WriteNumber("recognised", log.Recognised);
            writer.WriteNumber("events", log.Events);
            writer.WriteNumber("notUnderstood", log.NotUnderstood);
            if (log.LastEvent is { } last)
            {
                writer.WriteString("lastEvent", last);
            }

            if (log.Trouble is { } trouble)
            {
                writer.WriteString("trouble", trouble);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
