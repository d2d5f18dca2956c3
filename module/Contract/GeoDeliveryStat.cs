namespace AbuseServerless.PowerShell;

/// <summary>Deliveries to one provider on one day with one outcome.</summary>
/// <param name="Day">The day, in the time zone of the statistics; without a time of day.</param>
/// <param name="Provider">The provider, or the domain where it is none of the known ones; <c>other</c> for the domains beyond the number kept.</param>
/// <param name="Status">What became of them.</param>
/// <param name="Class">Why; null of what was sent.</param>
/// <param name="Count">How many, from 1.</param>
/// <param name="Sample">The earliest reply of the class on that day, at most 300 characters; null where there was none.</param>
public sealed record GeoDeliveryStat(DateTime Day, string Provider, GeoDeliveryStatus Status, GeoReplyClass? Class, long Count, string? Sample);
