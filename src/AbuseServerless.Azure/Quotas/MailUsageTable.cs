using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Quotas;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Quotas;

/// <summary>How much mail accounts with a plan have sent: a row each in the table that gates may write to, in which every host replaces what it counts itself.</summary>
public sealed class MailUsageTable(Tables tables, TimeProvider time)
{
    /// <summary>How long a row is kept after it was written last: 2 days.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    // A value holds 64 KiB.
    private const int MaximumBytes = 60_000;

    // A stolen mail host can write any bytes here.
    private const int MaximumJsonLength = 512 * 1024;

    private const string Written = nameof(Written);
    private const string Account = nameof(Account);
    private const string Usage = nameof(Usage);

    /// <summary>Changes what is stored of an account: a request where the row is known as it is, else two or more.</summary>
    /// <param name="account">The account.</param>
    /// <param name="known">The row as it was last; null where it is not known.</param>
    /// <param name="change">What is to be stored, of what is. Called again where another host was faster.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The row as it is now.</returns>
    /// <exception cref="StorageException">Storage failed; it may be stored.</exception>
    public Task<MailUsageRow> ChangeAsync(AccountName account, MailUsageRow? known, Func<SharedUsage, SharedUsage> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return tables.RunAsync(
            Tables.Gates,
            "Writing how much an account has sent",
            async table =>
            {
                for (var (attempt, row) = (1, known); ; attempt++)
                {
                    row ??= await FindAsync(table, account, cancellationToken).ConfigureAwait(false);
                    var now = time.GetUtcNow();
                    var next = change(row?.Usage ?? SharedUsage.Empty);
                    try
                    {
                        var entity = Write(account, next, now);
                        var answer = await table.WriteAsync(entity, row?.Version, cancellationToken).ConfigureAwait(false);
                        return new MailUsageRow(account, next, now, answer.Headers.ETag!.Value);
                    }
                    catch (RequestFailedException e) when (e.Status is 404 or 409 or 412 && attempt < VersionedRow.MaximumAttempts)
                    {
                        row = null;
                    }
                }
            },
            cancellationToken);
    }

    /// <summary>What is stored of an account; null where nothing is.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task<MailUsageRow?> FindAsync(AccountName account, CancellationToken cancellationToken) =>
        tables.RunAsync(Tables.Gates, "Reading how much an account has sent", table => FindAsync(table, account, cancellationToken), cancellationToken);

    /// <summary>Streams what is stored of all accounts. The service walks all of their rows.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<MailUsageRow> ReadAsync(CancellationToken cancellationToken) =>
        tables.SweepAsync(Tables.Gates, "usage of all accounts", TableClient.CreateQueryFilter($"PartitionKey ge {PartitionOf(0)} and PartitionKey le {PartitionOf(AccountBucket.Count - 1)}"), cancellationToken)
            .Where(row => AccountName.TryParse(row[Account] as string, out _)).Select(row => Read(AccountName.Parse(row.GetString(Account)), row));

    /// <summary>The partition of the accounts of a bucket.</summary>
    internal static string PartitionOf(int bucket) => $"usage:{AccountBucket.NameOf(bucket)}";

    private static async Task<MailUsageRow?> FindAsync(TableClient table, AccountName account, CancellationToken cancellationToken) =>
        await table.FindAsync(Partition(account), TableKey.Of(account), cancellationToken).ConfigureAwait(false) is { } row ? Read(account, row) : null;

    private static string Partition(AccountName account) => PartitionOf(AccountBucket.Of(account));

    private static TableEntity Write(AccountName account, SharedUsage usage, DateTimeOffset now)
    {
        var packed = Pack(usage);
        for (var left = usage.Halve(); packed.Length > MaximumBytes && left is not null; left = left.Halve())
        {
            packed = Pack(left);
        }

        return new(Partition(account), TableKey.Of(account)) { [Account] = account.Value, [Written] = now, [Usage] = packed };
    }

    private static byte[] Pack(SharedUsage usage)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(deflate, new Stored(
                usage.Writers.ToDictionary(writer => writer.Key, int[]?[]? (writer) => [.. writer.Value.Select(count => (int[])[count.Minute, count.Messages, count.Recipients])]),
                usage.Domains,
                usage.Pending.IsEmpty ? null : usage.Pending.ToDictionary(writer => writer.Key, IReadOnlyDictionary<ulong, int>? (writer) => writer.Value)));
        }

        return packed.ToArray();
    }

    // Gates write these rows, and mail hosts get stolen: whatever stands in one, the others go on.
    private static MailUsageRow Read(AccountName account, TableEntity row) => new(account, Read(row[Usage] as byte[]), row[Written] as DateTimeOffset? ?? default, row.ETag);

    // What cannot be read is nothing: a day later it would be that anyway, and each host writes what it knows itself.
    private static SharedUsage Read(byte[]? packed)
    {
        try
        {
            return Unpack(packed) is { Writers: { } writers, Domains: { } domains } stored
                ? new SharedUsage(
                    writers.ToImmutableDictionary(writer => writer.Key, writer => Given(writer.Value).Select(ReadMinute).ToImmutableArray()),
                    domains.ToImmutableDictionary(),
                    (stored.Pending ?? []).Where(writer => Given(writer.Value).Count > 0).ToImmutableDictionary(writer => writer.Key, writer => Given(writer.Value).ToImmutableDictionary()))
                : SharedUsage.Empty;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return SharedUsage.Empty;
        }
    }

    private static MinuteCount ReadMinute(int[]? count) => count is [var minute, var messages, var recipients, ..]
        ? new MinuteCount(minute, Math.Clamp(messages, 0, QuotaLimits.Maximum), Math.Clamp(recipients, 0, QuotaLimits.Maximum))
        : throw new InvalidDataException("A minute has three numbers.");

    private static T Given<T>(T? part)
        where T : class => part ?? throw new InvalidDataException("A part is missing.");

    // Before 30 November 2026 it was written as it is.
    private static Stored? Unpack(byte[]? packed)
    {
        if (packed is [(byte)'{', ..])
        {
            return JsonSerializer.Deserialize<Stored>(packed);
        }

        using var inflate = new DeflateStream(new MemoryStream(packed ?? []), CompressionMode.Decompress);
        var json = ArrayPool<byte>.Shared.Rent(MaximumJsonLength + 1);
        try
        {
            var length = inflate.ReadAtLeast(json, MaximumJsonLength + 1, throwOnEndOfStream: false);
            return length > MaximumJsonLength ? throw new InvalidDataException("It is too long.") : JsonSerializer.Deserialize<Stored>(json.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }

    private sealed record Stored(Dictionary<string, int[]?[]?> Writers, IReadOnlyDictionary<ulong, int> Domains, Dictionary<string, IReadOnlyDictionary<ulong, int>?>? Pending = null);
}
