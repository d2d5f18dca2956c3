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

    private readonly string _path = Path.Combine(folder, "suspended.json");

    /// <summary>Takes what is on disk into an empty snapshot.</summary>
    /// <returns>When it was saved; null where there is none.</returns>
    /// <exception cref="InvalidDataException">There is one that cannot be read; nothing was taken.</exception>
    public DateTimeOffset? LoadInto(SuspensionSnapshot snapshot, EnforcementSwitch enforcement)
    {
        try
        {
            if (!File.Exists(_path))
            {
                return null;
            }

            var saved = JsonSerializer.Deserialize<SavedSnapshot>(File.ReadAllBytes(_path), Json);
            if (saved?.Accounts is not { } accounts || accounts.Contains(null!) || saved.Watched?.Contains(null!) == true)
            {
                throw new JsonException("A list of accounts is missing, or an account is.");
            }

            List<AccountStanding> standings = [.. accounts.Select(account => account.ToStanding()), .. (saved.Watched ?? []).Select(account => account.ToStanding())];
            snapshot.BeginReload();
            standings.ForEach(snapshot.Apply);
            snapshot.EndReload();
            enforcement.Apply(saved.Enforcement);
            return saved.Saved;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new InvalidDataException($"{_path} cannot be read.", e);
        }
    }

    /// <summary>Replaces what is on disk.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(SuspensionSnapshot snapshot, EnforcementSwitch enforcement, DateTimeOffset now)
    {
        var saved = new SavedSnapshot(now, [.. snapshot.Active().Select(SavedAccount.Of)], enforcement.Set) { Watched = [.. snapshot.Watched().Select(SavedWatch.Of)] };
        AtomicFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(saved, Json), durable: true);
    }
}
