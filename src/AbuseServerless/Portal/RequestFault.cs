namespace AbuseServerless.Portal;

/// <summary>Why a request of a portal cannot be read.</summary>
/// <param name="Field">What of it is wrong: a property of the body, <c>body</c> or <c>account</c>.</param>
/// <param name="Error">What it must be, in a sentence.</param>
public sealed record RequestFault(string Field, string Error);
