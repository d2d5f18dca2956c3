using AbuseServerless.Ingestion;

namespace AbuseServerless.Report;

/// <summary>Dead letters of the last days.</summary>
/// <param name="Count">How many, as far as was looked.</param>
/// <param name="More">Whether there are more than was looked at.</param>
/// <param name="Reasons">By reason, the most frequent first.</param>
public sealed record RejectedMessages(int Count, bool More, IReadOnlyList<RejectedForReason> Reasons);

/// <summary>Dead letters of one reason.</summary>
/// <param name="Reason">Why they were rejected.</param>
/// <param name="Detail">An English sentence that names the field.</param>
/// <param name="Count">How many, from 1.</param>
/// <param name="Newest">When the newest was enqueued, UTC.</param>
public sealed record RejectedForReason(RejectReason Reason, string Detail, int Count, DateTimeOffset Newest);
