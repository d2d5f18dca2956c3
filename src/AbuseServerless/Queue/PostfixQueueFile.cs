using System.Globalization;
using System.Text;

namespace AbuseServerless.Queue;

/// <summary>Reads the beginning of a file in Postfix' queue: who submitted the message, by the attribute <c>sasl_username</c> that smtpd writes before the sender; its size and arrival.</summary>
/// <remarks>
/// A record is its type, one byte; its length in groups of seven bits, the low ones first, where the eighth says that more follow; and so many bytes (rec_type.h and record.c of Postfix). smtpd writes the login before the
/// sender, and nobody but smtpd can: what a client sends comes behind.
/// </remarks>
public static class PostfixQueueFile
{
    /// <summary>Bytes at the beginning of a file that are enough: a login is 1,024 characters at the most.</summary>
    public const int HeadLength = 16_384;

    private const byte Sizes = (byte)'C';
    private const byte Time = (byte)'T';
    private const byte Attribute = (byte)'A';
    private const byte Sender = (byte)'S';
    private const byte Message = (byte)'M';
    private const int MaximumLengthBits = 28;
    private const long LatestSecond = 100_000_000_000;

    private static ReadOnlySpan<byte> LoginName => "sasl_username="u8;

    /// <summary>Reads it.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or all of a shorter file.</param>
    public static QueueFile Read(ReadOnlySpan<byte> head)
    {
        var (arrived, size) = ((DateTimeOffset?)null, 0L);
        while (head.Length > 1)
        {
            var type = head[0];
            if (type is Sender or Message || !TryReadLength(head[1..], out var length, out var digits) || head.Length < 1 + digits + length)
            {
                break;
            }

            var value = head.Slice(1 + digits, length);
            switch (type)
            {
                case Sizes:
                    size = Numbers(value) is [var bytes and >= 0, ..] ? bytes : 0;
                    break;
                case Time:
                    arrived = Numbers(value) is [var seconds and >= 0 and < LatestSecond, ..] and var numbers
                        ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddMicroseconds(numbers is [_, var fraction and >= 0 and < 1_000_000, ..] ? fraction : 0)
                        : null;
                    break;
                case Attribute when value.StartsWith(LoginName):
                    return new QueueFile(Encoding.UTF8.GetString(value[LoginName.Length..]), arrived, size);
            }

            head = head[(1 + digits + length)..];
        }

        return new QueueFile(null, arrived, size);
    }

    private static long[] Numbers(ReadOnlySpan<byte> value) =>
        [.. Encoding.ASCII.GetString(value).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : -1)];

    private static bool TryReadLength(ReadOnlySpan<byte> at, out int length, out int digits)
    {
        (length, digits) = (0, 0);
        for (var shift = 0; shift < MaximumLengthBits && digits < at.Length; shift += 7)
        {
            var digit = at[digits++];
            length |= (digit & 0x7f) << shift;
            if ((digit & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
