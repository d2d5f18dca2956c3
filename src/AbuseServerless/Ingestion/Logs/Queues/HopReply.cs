using System.Net;

namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>Who said what of a recipient.</summary>
/// <param name="Relay">The host that answered, lower case; null where none was reached.</param>
/// <param name="RelayAddress">Its address.</param>
/// <param name="Dsn">The enhanced status code.</param>
/// <param name="Reply">What it said, without local parts of addresses.</param>
internal sealed record HopReply(string? Relay, IPAddress? RelayAddress, string? Dsn, string? Reply);
