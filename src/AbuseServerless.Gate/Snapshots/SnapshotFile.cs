using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Files;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Gate.Snapshots;

/// <summary>The suspended and the watched accounts on disk, so that a gate that starts while the cloud is away still knows them.</summary>
internal sealed class SnapshotFile(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Where it is.</summary>
    public string FilePath { get; } = Path.Combine(folder, "suspended.json");

    /// <summary>Takes what is on disk into an empty snapshot.</summary>
    /// <returns>When it was saved; null where there is none.</returns>
    /// <exception cref="InvalidDataException">There is one that cannot be read; nothing was taken.</exception>
    public DateTimeOffset? LoadInto(SuspensionSnapshot snapshot, EnforcementSwitch enforcement)
    {
        try
        {
            if (Read() is not { } saved)
            {
                return null;
            }

            List<AccountStanding> standings = [.. saved.Accounts.Select(account => account.ToStanding()), .. (saved.Watched ?? []).Select(account => account.ToStanding()), .. (saved.FalsePositives ?? []).Select(account => account.ToStanding())];
            snapshot.BeginReload();
            standings.ForEach(snapshot.Apply);
            snapshot.EndReload();
            enforcement.Apply(saved.Enforcement);
            return saved.Saved;
        }
        catch (FormatException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Reads what is on disk.</summary>
    /// <returns>Null where there is nothing.</returns>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public SavedSnapshot? Read()
    {
        try
        {
            if (!File.Exists(FilePath))
            {
                return null;
            }

            var saved = JsonSerializer.Deserialize<SavedSnapshot>(File.ReadAllBytes(FilePath), Json);
            return saved?.Accounts is { } accounts && !accounts.Contains(null!) && saved.Watched?.Contains(null!) != true && saved.FalsePositives?.Contains(null!) != true
                ? saved
                : throw new JsonException("A list of accounts is missing, or an account is.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Replaces what is on disk.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(SuspensionSnapshot snapshot, EnforcementSwitch enforcement, DateTimeOffset now)
    {
        var saved = new SavedSnapshot(now, [.. snapshot.Active().Select(SavedAccount.Of)], enforcement.Set)
        {
            Watched = [.. snapshot.Watched().Select(SavedWatch.Of)],
            FalsePositives = [.. snapshot.FalsePositives().Select(SavedFalsePositive.Of)],
            Mode = enforcement.Mode,
            AsOf = now - snapshot.Age,
        };
        AtomicFile.Replace(FilePath, JsonSerializer.SerializeToUtf8Bytes(saved, Json), durable: true);
    }

    private InvalidDataException Unreadable(Exception e) => new($"{FilePath} cannot be read.", e);
}
