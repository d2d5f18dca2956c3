using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AbuseServerless.Files;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>Remembers which acts of the queue helper the gate has relayed and counted: each is counted once, also if it was done while no gate ran.</summary>
/// <remarks>It names no account: an act is a part of its SHA-256. As many as the helper tells of, which is a day's and 2,000 at the most.</remarks>
/// <param name="folder">The gate's folder.</param>
internal sealed class RelayedFile(string folder)
{
    private const int MarkLength = 16;

    private readonly string _path = Path.Combine(folder, "queue-relayed.json");

    /// <summary>What tells an act from others.</summary>
    public static string MarkOf(QueueDone done) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{done.Time.UtcTicks}:{done.Act}:{done.Messages}:{done.Transitions}:{done.Command}:{done.Account}"))).AsSpan(0, MarkLength));

    /// <summary>Reads the marks of the acts that were relayed last.</summary>
    /// <returns>Null where none can be read.</returns>
    public HashSet<string>? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<HashSet<string>>(File.ReadAllBytes(_path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces them.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(IEnumerable<string> marks) => AtomicFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(marks));
}
