namespace AbuseServerless.Report;

/// <summary>How well AUTH events are processed. What is not known is null.</summary>
/// <param name="Lag">How old the newest event of the last batch was when a worker began to process it, of the workers the worst.</param>
/// <param name="DatabaseBuilt">When the oldest file of the geolocation data was built, UTC.</param>
/// <param name="DatabaseMaximumAge">Age beyond which it is too old.</param>
/// <param name="Placeless">Share of what is remembered of the first accounts that is in no country, because the address is private or not in the data; 0 to 1. What is exempted is not part of it.</param>
public sealed record ProcessingState(TimeSpan? Lag, DateTimeOffset? DatabaseBuilt, TimeSpan? DatabaseMaximumAge, double? Placeless);
