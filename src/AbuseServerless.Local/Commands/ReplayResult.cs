using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Local.Commands;

/// <summary>What came of a replay: the object that <c>replay --json</c> prints.</summary>
internal sealed record ReplayResult(
    long Events, int DeadLettered, int Accounts, int Watched, IReadOnlyList<JudgedAccount> Suspended, IReadOnlyList<JudgedAccount> WatchedAccounts, IReadOnlyList<ProviderDeliveries> Deliveries)
{
    /// <summary>What was understood of the log.</summary>
    public ReadLog? Log { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcConverter() },
    };

    public static async Task<ReplayResult> ReadAsync(Published published, StackTables tables, CancellationToken cancellationToken)
    {
        var suspended = await tables.ReadSuspensionsAsync(cancellationToken, SuspensionState.Active, SuspensionState.Pending);
        var watched = await tables.ReadSuspensionsAsync(cancellationToken, SuspensionState.Watched);
        return new ReplayResult(
            published.Messages,
            await tables.CountDeadLettersAsync(cancellationToken),
            await tables.CountAccountsAsync(cancellationToken),
            watched.Count,
            [.. suspended.Select(JudgedAccount.Of)],
            [.. watched.Select(JudgedAccount.Of)],
            await ReadDeliveriesAsync(published, tables, cancellationToken));
    }

    // With Z, as events have it.
    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static async Task<IReadOnlyList<ProviderDeliveries>> ReadDeliveriesAsync(Published published, StackTables tables, CancellationToken cancellationToken) =>
        published.From is { } from
            ? [.. (await tables.ReadDeliveriesAsync(from, published.To, cancellationToken)).Select(provider => ProviderDeliveries.Of(provider.Key, provider.Value))]
            : [];
}

/// <summary>What was understood of a log, without a line of it.</summary>
internal sealed record ReadLog(
    string Found, long Lines, long Recognised, long Logins, long Deliveries, long NotUnderstood, long Uncounted, long Malformed, long Damaged, int Broken, string? OnlyPrivateAddress)
{
    public static ReadLog Of(LogTally tally) => new(
        tally.Found, tally.Lines, tally.Recognised, tally.Logins, tally.Deliveries, tally.NotUnderstood, tally.Uncounted, tally.Malformed, tally.Damaged, tally.Broken.Count, tally.OnlyPrivateAddress?.ToString());
}

/// <summary>A suspended or watched account with the evidence of its net.</summary>
internal sealed record JudgedAccount(string Account, string Net, string Reason, IReadOnlyList<string> Countries, DateTimeOffset WindowStart, DateTimeOffset WindowEnd)
{
    public static JudgedAccount Of(Suspension suspension)
    {
        var decision = suspension.Decision ?? throw new InvalidOperationException("Only a net can suspend or watch in a replay.");
        return new(
            suspension.Account.Value,
            decision.Net,
            decision.Summary,
            [.. decision.Countries.Select(country => country.Country).Order(StringComparer.Ordinal)],
            decision.WindowStart,
            decision.WindowEnd);
    }
}
