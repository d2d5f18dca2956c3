using System.Globalization;
using System.Text.Json;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>A login as the drill made it.</summary>
/// <param name="Account">The account.</param>
/// <param name="Time">When.</param>
/// <param name="Country">Number of the country that it came from.</param>
/// <param name="Number">Unique: tells one message from every other.</param>
internal sealed record Login(string Account, DateTimeOffset Time, int Country, int Number)
{
    /// <summary>The message.</summary>
    public string Line { get; } = JsonSerializer.Serialize(new
    {
        time = Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        account = Account,
        ip = World.Address(Country, Number),
        success = true,
        session = Number.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>Quarters of an hour since 1970.</summary>
    public long Slot => Time.ToUnixTimeSeconds() / 900;
}
