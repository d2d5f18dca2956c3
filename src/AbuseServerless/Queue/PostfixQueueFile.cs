using System.Text;

namespace AbuseServerless.Queue;

/// <summary>Reads of a file in Postfix' queue who submitted the message: the attribute <c>sasl_username</c> that smtpd writes before the sender. Nothing else of the message is looked at.</summary>
/// <remarks>
/// A record is its type, one byte; its length in groups of seven bits, the low ones first, where the eighth says that more follow; and so many bytes (rec_type.h and record.c of Postfix). smtpd writes the login before the
/// sender, and nobody but smtpd can: what a client sends comes behind.
/// </remarks>
public static class PostfixQueueFile
{
    /// <summary>Bytes at the beginning of a file that are enough: a login is 1,024 characters at the most.</summary>
    public const int HeadLength = 16_384;

    private const byte Attribute = (byte)'A';
    private const byte Sender = (byte)'S';
    private const byte Message = (byte)'M';
    private const int LongestLengthBits = 28;

    private static ReadOnlySpan<byte> Login => "sasl_username="u8;

    /// <summary>Finds the login.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or all of a shorter file.</param>
    /// <returns>As the client gave it; null where the message was not submitted with a login, or the file is no queue file.</returns>
    public static string? FindLogin(ReadOnlySpan<byte> head)
    {
        while (head.Length > 1)
        {
            var type = head[0];
            if (type is Sender or Message || !TryReadLength(head[1..], out var length, out var digits) || head.Length < 1 + digits + length)
            {
                return null;
            }

            var value = head.Slice(1 + digits, length);
            if (type == Attribute && value.StartsWith(Login))
            {
                return Encoding.UTF8.GetString(value[Login.Length..]);
            }

            head = head[(1 + digits + length)..];
        }

        return null;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> at, out int length, out int digits)
    {
        (length, digits) = (0, 0);
        for (var shift = 0; shift < LongestLengthBits && digits < at.Length; shift += 7)
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
