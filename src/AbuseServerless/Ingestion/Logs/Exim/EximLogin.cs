using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace AbuseServerless.Ingestion.Logs.Exim;

/// <summary>A login as Exim writes it, into its logs and into the header files of its queue.</summary>
/// <remarks>
/// Exim writes bytes beyond ASCII as a backslash and three octal digits unless <c>print_topbitchars</c> is on, and a backslash as it is: <c>x\303\251</c> is <c>xé</c>, <c>CORP\bob</c> is itself.
/// Control characters stay as they are written, for <c>\n</c> may be the beginning of a name behind a domain of Windows.
/// </remarks>
public static class EximLogin
{
    private const char Backslash = '\\';

    /// <summary>The login that was written.</summary>
    /// <param name="written">In UTF-8, decoded.</param>
    [return: NotNullIfNotNull(nameof(written))]
    public static string? Of(string? written)
    {
        // Who has other characters in it already has print_topbitchars, and only backslashes that were typed.
        if (written is null || !written.Contains(Backslash, StringComparison.Ordinal) || !Ascii.IsValid(written))
        {
            return written;
        }

        var (bytes, length) = (new byte[written.Length], 0);
        for (var i = 0; i < written.Length; length++)
        {
            // From 200 to 377.
            var isByte = written.AsSpan(i) is [Backslash, '2' or '3', >= '0' and <= '7', >= '0' and <= '7', ..];
            bytes[length] = (byte)(isByte ? ((written[i + 1] - '0') << 6) | ((written[i + 2] - '0') << 3) | (written[i + 3] - '0') : written[i]);
            i += isByte ? 4 : 1;
        }

        var login = bytes.AsSpan(0, length);
        return Utf8.IsValid(login) ? Encoding.UTF8.GetString(login) : written;
    }
}
