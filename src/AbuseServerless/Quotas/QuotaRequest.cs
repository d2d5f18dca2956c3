using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AbuseServerless.Quotas;

/// <summary>What a mail server is about to take.</summary>
/// <param name="Instance">Tells messages apart; empty where the mail server does not say, and then only whole messages are counted.</param>
/// <param name="IsWhole">Whether all recipients are known (DATA, END-OF-MESSAGE); else it is about one recipient (RCPT).</param>
/// <param name="Recipient">Number that stands for the recipient; 0 where there are several, or none is told.</param>
/// <param name="Domain">Number that stands for the recipient's domain; 0 as above.</param>
/// <param name="Recipients">How many recipients a whole message has; 0 where it is not told.</param>
public readonly record struct QuotaRequest(string Instance, bool IsWhole, ulong Recipient, ulong Domain, int Recipients)
{
    /// <summary>A request about an address. The address itself is not kept.</summary>
    public static QuotaRequest Of(string instance, bool isWhole, string recipient, int recipients)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        var address = recipient.ToUpperInvariant();
        return new(instance, isWhole, Hash(address), Hash(address.AsSpan(address.LastIndexOf('@') + 1)), recipients);
    }

    private static ulong Hash(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : Math.Max(1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text)));
}
