namespace AbuseServerless.Quotas;

/// <summary>Whether a request is within the limits.</summary>
/// <param name="Over">The limit beyond which it is, and then nothing was counted; else null.</param>
/// <param name="Ticket">Where it was counted and what this host counts is to be written first: what to settle then; else null.</param>
public readonly record struct QuotaDecision(QuotaLimit? Over, QuotaTicket? Ticket);
