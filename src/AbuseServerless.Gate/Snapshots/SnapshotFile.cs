using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Files;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Gate.Snapshots;

/// <summary>The suspended and the watched accounts on disk, so that a gate that starts while the cloud is away still knows them.</summary>
internal sealed class SnapshotFile(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Where it is.</summary>
    public string FilePath { get; } = Path.Combine(folder, "suspended.json");

    /// <summary>When it was replaced last, UTC, and how long it is then: what changes with it. The same for no file whenever it is asked.</summary>
    public (DateTime Time, long Length) Written => new FileInfo(FilePath) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    /// <summary>Takes what is on disk into an empty snapshot.</summary>
    /// <returns>All that is there; null where there is nothing.</returns>
    /// <exception cref="InvalidDataException">There is one that cannot be read; nothing was taken.</exception>
    public SavedSnapshot? LoadInto(SuspensionSnapshot snapshot, EnforcementSwitch enforcement)
    {
        try
        {
            if (Read() is not { } saved)
            {
                return null;
            }

            var standings = saved.ToStandings();
            snapshot.BeginReload();
            foreach (var standing in standings)
            {
                snapshot.Apply(standing);
            }

            snapshot.EndReload();
            enforcement.Apply(saved.Enforcement);
            return saved;
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
            return saved?.Accounts is { } accounts && !accounts.Contains(null!) && saved.Watched?.Contains(null!) != true && saved.FalsePositives?.Contains(null!) != true && saved.Judged?.Any(account => account is not { Account: not null, Verdicts: not null }) != true && saved.Commands?.Any(command => command is not { Id: not null, Account: not null }) != true
                ? saved
                : throw new JsonException("A list of accounts is missing, or an account is.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Replaces what is on disk.</summary>
    /// <param name="snapshot">The accounts.</param>
    /// <param name="enforcement">The mode.</param>
    /// <param name="commands">What operators order about queued mail.</param>
    /// <param name="answers">Name of the file for the answers.</param>
    /// <param name="smtpOnly">Whether suspended accounts are refused only for SMTP.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(SuspensionSnapshot snapshot, EnforcementSwitch enforcement, QueueCommandSet commands, string answers, bool smtpOnly, DateTimeOffset now)
    {
        // First the commands: with one goes what was known of its account when it was heard, or more.
        SavedCommand[] open = [.. commands.Open().Select(SavedCommand.Of)];
        var saved = new SavedSnapshot(now, [.. snapshot.Active().Select(SavedAccount.Of)], enforcement.Set)
        {
            Commands = open,
            Answers = answers,
            Watched = [.. snapshot.Watched().Select(SavedWatch.Of)],
            Judged = [.. snapshot.Judged().Select(SavedVerdicts.Of)],
            Mode = enforcement.Mode,
            SmtpOnly = smtpOnly,
            AsOf = now - snapshot.Age,
        };
        AtomicFile.Replace(FilePath, JsonSerializer.SerializeToUtf8Bytes(saved, Json), durable: true);
    }

    private InvalidDataException Unreadable(Exception e) => new($"{FilePath} cannot be read.", e);
}
