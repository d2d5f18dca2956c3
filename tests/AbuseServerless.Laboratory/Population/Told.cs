namespace AbuseServerless.Laboratory.Population;

/// <summary>A message of a hub.</summary>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Body">One line of JSON.</param>
/// <param name="IsDelivery">Whether it is for the hub of delivery events.</param>
internal readonly record struct Told(DateTimeOffset Time, string Body, bool IsDelivery);
