using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.Notifications;

/// <summary>A notification.</summary>
/// <param name="Channel">Who.</param>
public abstract record Notification(NotificationChannel Channel)
{
    /// <summary>What happened, the same on every channel and at every attempt: 32 hexadecimal digits, lower case.</summary>
    public abstract string Id { get; }

    /// <summary>When it happened, UTC.</summary>
    public abstract DateTimeOffset Time { get; }

    /// <summary>Number of what happened to the account or the provider, from 1: of two, the higher is the newer.</summary>
    public abstract int Number { get; }

    /// <summary>
    /// The first 16 bytes of the SHA-256 of the UTF-8 text <c>TICKS:NUMBER:SUBJECT</c>. TICKS is the time in units of 100 ns since 0001-01-01, UTC, in 19 digits.
    /// </summary>
    private protected static string IdOf(DateTimeOffset time, int number, string subject) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time.UtcTicks:D19}:{number}:{subject}"))).AsSpan(0, 16));
}
