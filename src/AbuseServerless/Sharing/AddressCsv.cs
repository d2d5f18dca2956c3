using System.Globalization;
using System.Text;

namespace AbuseServerless.Sharing;

/// <summary>Writes addresses as CSV (RFC 4180): address, first and last sighting (UTC), countries, number of accounts. No value needs quotes.</summary>
public static class AddressCsv
{
    /// <summary>Writes the rows below a header, in UTF-8.</summary>
    public static void Write(Stream output, IReadOnlyList<AbuseAddress> addresses)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine("ip,first_seen,last_seen,countries,accounts");
        foreach (var address in addresses)
        {
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{address.Address},{address.First.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ},{address.Last.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ},{string.Join(' ', address.Countries)},{address.Accounts}"));
        }
    }
}
