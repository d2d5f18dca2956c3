namespace AbuseServerless.PowerShell;

/// <summary>What became of the dead letters that were handed to Send-GeoDeadLetter or Remove-GeoDeadLetter.</summary>
/// <param name="Sent">Letters that their hubs have taken again.</param>
/// <param name="Removed">Letters that are dead letters no more; one that was removed before is not counted.</param>
/// <param name="Kept">Letters that stay as they are, each with an error or because it was not agreed to.</param>
public sealed record GeoDeadLetterTally(int Sent, int Removed, int Kept);
