using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AbuseServerless.Ingestion.Logs.Exim;

namespace AbuseServerless.Queue;

/// <summary>A header file (<c>-H</c>) of Exim's queue.</summary>
/// <param name="Message">Who submitted the message (<c>$authenticated_id</c>) and when it came; its size is in another file.</param>
/// <param name="IsFrozen">Whether it is frozen.</param>
/// <param name="IsNew">Whether no delivery has been tried yet.</param>
/// <remarks>
/// The lines of Exim's specification, chapter "Format of spool files": the file's name, the local user, the sender, the time of arrival; then options, each a line that begins with <c>-</c>, or <c>--</c> where a client gave
/// its value. Values of ACL variables may hold anything, line feeds too, and come with their length. What is behind the options is the message's: it is not looked at.
/// </remarks>
public readonly record struct EximQueueFile(QueueFile Message, bool IsFrozen, bool IsNew)
{
    /// <summary>Bytes that are read of a file at the most: the options of a message take one or two thousand, but for ACL variables.</summary>
    public const int HeadLength = 1_048_576;

    private const byte LineFeed = (byte)'\n';
    private const long LatestSecond = 100_000_000_000;

    /// <summary>Reads it.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or all of a shorter file.</param>
    /// <returns>Nothing where the options do not end within them, or it is no such file: then its arrival is null.</returns>
    public static EximQueueFile Read(ReadOnlySpan<byte> head)
    {
        if (!TryLine(ref head, out var name) || !name.EndsWith("-H"u8) || !TryLine(ref head, out _) || !TryLine(ref head, out var sender) || sender is not [(byte)'<', .., (byte)'>'] || !TryLine(ref head, out var received)
            || !Utf8Parser.TryParse(received, out long seconds, out _) || seconds is < 0 or >= LatestSecond)
        {
            return default;
        }

        var (arrived, login, frozen, isNew) = (DateTimeOffset.UnixEpoch.AddSeconds(seconds), (string?)null, false, false);
        while (TryLine(ref head, out var line))
        {
            if (line is not [(byte)'-', ..])
            {
                return new EximQueueFile(new QueueFile(login, arrived, 0), frozen, isNew);
            }

            var option = WithoutMarks(line);
            if (option.StartsWith("acl"u8) && (!TryValueLength(option, out var length) || !TrySkip(ref head, length)))
            {
                return default;
            }

            // Exim writes each once; a second one would be a client's.
            login ??= option.StartsWith("auth_id "u8) ? EximLogin.Of(Encoding.UTF8.GetString(option["auth_id ".Length..])) : null;
            frozen |= option.StartsWith("frozen "u8);
            isNew |= option.SequenceEqual("deliver_firsttime"u8);
        }

        return default;
    }

    // "-", or "--" and maybe a "(quoter)" before what a client gave.
    private static ReadOnlySpan<byte> WithoutMarks(ReadOnlySpan<byte> line)
    {
        var option = line.TrimStart((byte)'-');
        return option is [(byte)'(', ..] && option.IndexOf((byte)')') is > 0 and var end ? option[(end + 1)..] : option;
    }

    // "aclm NAME LENGTH": so many bytes and a line feed follow.
    private static bool TryValueLength(ReadOnlySpan<byte> option, out int length) =>
        int.TryParse(option[(option.LastIndexOf((byte)' ') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length);

    private static bool TrySkip(ref ReadOnlySpan<byte> head, int length)
    {
        if (length >= head.Length || head[length] != LineFeed)
        {
            return false;
        }

        head = head[(length + 1)..];
        return true;
    }

    private static bool TryLine(ref ReadOnlySpan<byte> head, out ReadOnlySpan<byte> line)
    {
        var end = head.IndexOf(LineFeed);
        line = end < 0 ? default : head[..end];
        head = end < 0 ? head : head[(end + 1)..];
        return end >= 0;
    }
}
