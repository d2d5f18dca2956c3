using System.Globalization;
using System.Management.Automation;

namespace AbuseServerless.PowerShell.Events;

/// <summary>Reads a dead letter from the output of Get-GeoDeadLetter, changed or not, or from a row of its export.</summary>
internal static class DeadLetterInput
{
    /// <returns>The letter; null where the object is none.</returns>
    public static GeoDeadLetter? Read(PSObject item)
    {
        try
        {
            return item.BaseObject as GeoDeadLetter ?? new GeoDeadLetter(
                Of<DateTimeOffset>(item, nameof(GeoDeadLetter.Enqueued)).ToUniversalTime(),
                Of<string>(item, nameof(GeoDeadLetter.Reason)),
                item.Properties[nameof(GeoDeadLetter.Detail)]?.Value?.ToString() ?? "",
                Of<string>(item, nameof(GeoDeadLetter.Hub)),
                Of<int>(item, nameof(GeoDeadLetter.Partition)),
                Of<long>(item, nameof(GeoDeadLetter.SequenceNumber)),
                Of<string>(item, nameof(GeoDeadLetter.Body)));
        }
        catch (PSInvalidCastException)
        {
            return null;
        }
    }

    private static T Of<T>(PSObject item, string property) => (T)LanguagePrimitives.ConvertTo(
        PlainValue.Of(item.Properties[property]?.Value) ?? throw new PSInvalidCastException(), typeof(T), CultureInfo.InvariantCulture);
}
