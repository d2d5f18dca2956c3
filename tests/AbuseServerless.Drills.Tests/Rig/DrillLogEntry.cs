using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>An entry of the log.</summary>
/// <param name="Id">Its event id; 2001 for whatever a worker logged.</param>
/// <param name="Level">Its level.</param>
/// <param name="Text">The message and the exception.</param>
/// <param name="Values">What the message was made of.</param>
internal sealed record DrillLogEntry(int Id, LogLevel Level, string Text, IReadOnlyList<KeyValuePair<string, object?>> Values)
{
    /// <summary>A number that the message was made of.</summary>
    public long Number(string name) => Convert.ToInt64(Values.First(value => value.Key == name).Value, CultureInfo.InvariantCulture);
}
