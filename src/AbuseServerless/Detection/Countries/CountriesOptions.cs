using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection.Countries;

/// <summary>Settings of the Countries net (section <c>Nets:Countries</c>).</summary>
public sealed class CountriesOptions : WindowLimits
{
    /// <summary>Watch 5, suspend 10 within 24 hours: the production setting of OCN Mail in 2019 (JPAAWG 2nd General Meeting).</summary>
    public CountriesOptions() => (Watch, Suspend) = (Threshold.At(5), Threshold.At(10));

    /// <summary>
    /// Further windows with thresholds of their own (<c>Nets:Countries:Also:0:Window</c> and so on), such as four countries within an hour. None by default.
    /// </summary>
    [ValidateEnumeratedItems]
    public IList<WindowLimits> Also { get; } = [];

    internal IEnumerable<WindowLimits> Windows => [this, .. Also];
}
