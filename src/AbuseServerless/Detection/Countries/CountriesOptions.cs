using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection.Countries;

/// <summary>Settings of the Countries net (section <c>Nets:Countries</c>): distinct countries within the window, 1 or more, or <c>off</c>.</summary>
public sealed class CountriesOptions : WindowLimits
{
    /// <summary>Watch 5, suspend 10 within 24 hours: the production setting of OCN Mail in 2019 (JPAAWG 2nd General Meeting).</summary>
    public CountriesOptions() => (Watch, Suspend) = (Threshold.At(5), Threshold.At(10));

    /// <summary>
    /// Further windows with their own thresholds (<c>Nets:Countries:Also:0:Window</c> and so on), such as four countries within an hour: 1 or more, or <c>off</c>. None by default.
    /// </summary>
    [ValidateEnumeratedItems]
    public IList<WindowLimits> Also { get; } = [];

    /// <summary>
    /// Whether all familiar networks of an account count as one country; default true. The exits of a VPN, or the machines of a service that logs in for its users, are in ten countries but in networks that the
    /// account uses every day. For a new account, every country counts if it was used from more networks than half the threshold. <c>false</c> is the rule of 2019: every country counts.
    /// </summary>
    public bool OnlyUnfamiliar { get; set; } = true;

    internal IEnumerable<WindowLimits> Windows => [this, .. Also];
}
