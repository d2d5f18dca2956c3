using AbuseServerless.Activity;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Nets;

/// <summary>Settings of the Countries net (section <c>Nets:Countries</c>).</summary>
public sealed class CountriesOptions : CountriesWindow
{
    /// <summary>The production setting of OCN Mail in 2019: ten countries within a day (JPAAWG 2nd General Meeting).</summary>
    public CountriesOptions()
    {
        Watch = Threshold.At(5);
        Suspend = Threshold.At(10);
    }

    /// <summary>
    /// Further windows with thresholds of their own (<c>Nets:Countries:Also:0:Window</c> and so on), such as four countries within an hour. None by default.
    /// </summary>
    [ValidateEnumeratedItems]
    public IList<CountriesWindow> Also { get; } = [];

    internal IEnumerable<CountriesWindow> Windows => [this, .. Also];
}

/// <summary>A window of the Countries net and the numbers of distinct countries in it at which the net closes.</summary>
public class CountriesWindow
{
    /// <summary>Length of the window: a multiple of 15 minutes, at most 24 hours, which is the default.</summary>
    [WholeSlots]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Countries at which the account is watched; 5 by default in the first window, off in further ones.</summary>
    public Threshold Watch { get; set; }

    /// <summary>Countries at which the account is suspended; 10 by default in the first window, off in further ones.</summary>
    public Threshold Suspend { get; set; }

    internal int WindowSlots => (int)(Window / Slot.Length);

    internal int Lowest => Math.Min(Watch.Value, Suspend.Value);
}
