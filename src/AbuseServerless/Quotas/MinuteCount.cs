namespace AbuseServerless.Quotas;

/// <summary>What was sent in a minute, or in the quarter of an hour that begins with it where that is more than an hour ago.</summary>
/// <param name="Minute">Whole minutes since 1970, UTC.</param>
/// <param name="Messages">Messages.</param>
/// <param name="Recipients">Their recipients.</param>
public readonly record struct MinuteCount(int Minute, int Messages, int Recipients);
