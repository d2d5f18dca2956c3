using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.Notifiers.Webhook;

/// <summary>What proves to a receiver that a notification is this installation's and recent.</summary>
internal static class WebhookSignature
{
    /// <summary>HMAC-SHA256 over <c>TIMESTAMP.BODY</c>, as <c>v1=</c> and 64 hexadecimal digits, lower case.</summary>
    /// <param name="secret">Its UTF-8 bytes are the key.</param>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="body">The body's bytes as they are sent.</param>
    public static string Of(string secret, long timestamp, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + "."));
        hash.AppendData(body);
        return "v1=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
