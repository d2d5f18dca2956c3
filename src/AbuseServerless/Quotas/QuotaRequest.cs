using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Quotas;

/// <summary>What a mail server is about to take.</summary>
/// <param name="Instance">Tells messages apart; empty where the mail server does not say, and then only whole messages are counted.</param>
/// <param name="IsWhole">Whether all recipients are known (DATA, END-OF-MESSAGE); else it is about one recipient (RCPT).</param>
/// <param name="Recipient">Number that stands for the recipient; 0 where there are several, or none is told.</param>
/// <param name="Domain">Number that stands for the recipient's domain; 0 as above.</param>
/// <param name="Recipients">How many recipients a whole message has; 0 where it is not told.</param>
public readonly record struct QuotaRequest(string Instance, bool IsWhole, ulong Recipient, ulong Domain, int Recipients)
{
    // An address has 254 characters at the most.
    private const int UsualLength = 256;

    /// <summary>Whether it is the last request about the message (END-OF-MESSAGE): once it has passed, it can be held no more.</summary>
    public bool IsEnd { get; init; }

    /// <summary>A request about an address. The address itself is not kept; case, a dot at its end and the notation of an international domain do not matter.</summary>
    public static QuotaRequest Of(string instance, bool isWhole, string recipient, int recipients)
    {
        var begin = recipient.LastIndexOf('@') + 1;
        var address = recipient.AsSpan().TrimEnd('.');
        if (!Ascii.IsValid(address[begin..]) && RecipientDomain.TryParse(recipient[begin..], out var domain))
        {
            address = string.Concat(recipient.AsSpan(0, begin), domain);
        }

        var buffer = address.Length <= UsualLength ? stackalloc char[UsualLength] : new char[address.Length];
        var upper = buffer[..address.ToUpperInvariant(buffer)];
        return new(instance, isWhole, Hash(upper), Hash(upper[(upper.LastIndexOf('@') + 1)..]), recipients);
    }

    private static ulong Hash(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : Math.Max(1, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text)));
}
