namespace AbuseServerless.PowerShell;

/// <summary>The result of Send-GeoDeadLetter or Remove-GeoDeadLetter.</summary>
/// <param name="Sent">Dead letters that their event hubs have accepted again.</param>
/// <param name="Removed">Removed dead letters, without those that were removed before.</param>
/// <param name="Kept">Dead letters that were not changed, because of an error or without confirmation.</param>
public sealed record GeoDeadLetterTally(int Sent, int Removed, int Kept);
