namespace AbuseServerless.Ingestion;

/// <summary>Why a message was rejected.</summary>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Detail">One English sentence that names the field; holds nothing of the message itself.</param>
public sealed record Rejection(RejectReason Reason, string Detail);
