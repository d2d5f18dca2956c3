using AbuseServerless.Deliveries;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line that tells of a delivery to another server, or of its final outcome.</summary>
/// <param name="Event">The delivery.</param>
public sealed record DeliveryLine(DeliveryEvent Event) : LogLine;
