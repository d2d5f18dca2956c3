namespace AbuseServerless.Laboratory.Running;

/// <summary>What the system decided about an account.</summary>
/// <param name="Watched">When it was first watched or suspended, by the time of the evidence; null for never.</param>
/// <param name="Suspended">When it was suspended, by the time of the evidence; null for never.</param>
/// <param name="Net">The net that suspended it, or else watched it; null for none.</param>
internal sealed record Stop(DateTimeOffset? Watched, DateTimeOffset? Suspended, string? Net);
