namespace AbuseServerless.PowerShell.Boundary;

/// <summary>A mail host with a gate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Heard">When the gate was last heard of, UTC.</param>
/// <param name="IsHere">Whether that was within some minutes.</param>
/// <param name="Helper">When the gate last heard of the queue helper beside it, UTC; null where it never did.</param>
/// <param name="IsHelped">Whether that was within some minutes before the gate was heard of.</param>
/// <param name="HoldsWatched">Whether the mail of watched accounts is put on hold there.</param>
public sealed record QueueHost(string Name, DateTimeOffset Heard, bool IsHere, DateTimeOffset? Helper, bool IsHelped, bool HoldsWatched);
